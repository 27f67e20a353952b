import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Semver from 'semver';
import { LithopsError } from '../errors/lithops-error.js';
import { codeOf } from '../util/thrown.js';
import { VERSION } from '../version.js';
import { type OwningPackage, owningPackage } from './owning-package.js';

const CORE = '@lithops/core';

/**
 * Makes sure that the package of a plug-in admits this core, before any of it is loaded where that is possible: what it imports
 * of another core may not be there.
 *
 * @param what - how the user knows it: `the backend "http"`, `option "backend"`.
 * @param file - some file of the package
 * @throws {LithopsError} `LITHOPS_PLUGIN_VERSION` when its `peerDependencies` (or `dependencies`) ask for another.
 */
export function checkCoreRange(what: string, file: string): void {
  const plugin = owningPackage(file);
  const range = plugin && rangeOf(plugin);
  if (plugin === undefined || range === undefined || admits(range)) return;
  throw new LithopsError({ code: 'LITHOPS_PLUGIN_VERSION', message: refusal(what, plugin, range) });
}

/** Where this core lies, for errors. */
export function ownPlace(): string {
  const own = owningPackage(fileURLToPath(import.meta.url));
  return `${CORE} ${VERSION} (${own?.folder ?? 'bundled'})`;
}

/** In a workspace it stands behind a word of the package manager. */
function rangeOf({ peerDependencies, dependencies }: OwningPackage): string | undefined {
  const range = peerDependencies[CORE] ?? dependencies[CORE];
  return typeof range === 'string' ? range.replace(/^workspace:/, '') : undefined;
}

function admits(range: string): boolean {
  const known = semver();
  if (known === undefined) return true;
  const { satisfies, validRange } = known;
  // Links and tags, and what stands alone in a workspace (`^`), say nothing of versions.
  if (validRange(range) === null) return true;
  return satisfies(VERSION, range, { includePrerelease: true });
}

function refusal(what: string, plugin: OwningPackage, range: string): string {
  const { name, version, folder } = plugin;
  const brought = coreOf(plugin);
  return [
    `Expected ${what} to be for the core that runs, ${ownPlace()},`,
    `got ${name} ${version} (${folder}), which is for ${CORE} ${range}.`,
    ...(brought === undefined ? [] : [`Beside it lies ${CORE} ${brought.version} (${brought.folder}).`]),
    `Run: ${remedy(plugin, range)}`,
  ].join(' ');
}

/** Another core than this one, that the plug-in would load. */
function coreOf({ folder }: OwningPackage): OwningPackage | undefined {
  try {
    const theirs = owningPackage(createRequire(`${folder}/package.json`).resolve(CORE));
    return theirs?.version === VERSION ? undefined : theirs;
  } catch (error) {
    if (codeOf(error) === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function remedy({ name }: OwningPackage, range: string): string {
  const isCoreTooOld = semver()?.ltr(VERSION, range);
  return isCoreTooOld
    ? `npm i "${CORE}@${range}"`
    : `npm i ${name}@latest (or a version of it for ${CORE} ${VERSION})`;
}

/** Not imported above: a program without plug-ins has no use for it. `undefined` in a program that was bundled, as its plug-ins were. */
function semver(): typeof Semver | undefined {
  try {
    return createRequire(import.meta.url)('semver');
  } catch (error) {
    if (codeOf(error) === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
