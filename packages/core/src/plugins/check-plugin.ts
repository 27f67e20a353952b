import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { invalidArgument } from '../errors/invalid-argument.js';
import { LithopsError } from '../errors/lithops-error.js';
import type { Plugin } from '../spec/plugin.js';
import { checkCoreRange, ownPlace } from './core-range.js';
import type { PluginKind } from './official.js';

/** The version of the plug points that this core speaks. */
const specVersion = 1;

/** The plug-in type of a kind. */
export type PluginOf<K extends PluginKind> = Extract<Plugin, { kind: K }>;

/** An object (or factory) that claims to be a plug-in of that kind, whatever its version. */
export function claimsKind(value: unknown, kind: PluginKind): value is { readonly kind: PluginKind } {
  return isObject(value) && 'kind' in value && value.kind === kind && 'specVersion' in value;
}

/**
 * The same for a plug-in that was handed over in code: its package, too, must be for this core.
 *
 * @throws {LithopsError} as {@link checkPlugin} does; `LITHOPS_PLUGIN_VERSION` also when its package is for another core.
 */
export function checkGivenPlugin<K extends PluginKind>(kind: K, value: unknown, what: string): PluginOf<K> {
  const plugin = checkPlugin(kind, value, what);
  const { worker } = plugin;
  if (worker?.protocol === 'file:') checkCoreRange(what, fileURLToPath(worker.href));
  return plugin;
}

/**
 * Makes sure that something is a plug-in of that kind which this core can work with.
 *
 * @param what - how the user knows it: `option "backend"`, or a package.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` when it is none, `LITHOPS_PLUGIN_VERSION` when it speaks another version.
 */
export function checkPlugin<K extends PluginKind>(kind: K, value: unknown, what: string): PluginOf<K> {
  if (!claimsKind(value, kind)) throw invalidArgument(what, `a name or a ${kind} plug-in`, describe(value));
  const theirs: unknown = 'specVersion' in value ? value.specVersion : undefined;
  if (theirs !== specVersion) throw otherVersion(what, theirs);
  if (!isWhole(value, kind)) {
    throw invalidArgument(
      what,
      'a plug-in made with a define function of @lithops/core/spec',
      describe(value),
    );
  }
  return value;
}

function isWhole<K extends PluginKind>(value: object, kind: K): value is PluginOf<K> {
  return (
    claimsKind(value, kind) &&
    'name' in value &&
    typeof value.name === 'string' &&
    'sections' in value &&
    isObject(value.sections) &&
    'create' in value &&
    typeof value.create === 'function'
  );
}

function otherVersion(what: string, theirs: unknown): LithopsError {
  const isNewer = typeof theirs === 'number' && theirs > specVersion;
  const remedy = isNewer
    ? `it needs a newer core than ${ownPlace()}. Run: npm i @lithops/core@latest`
    : `update the plug-in, it is older than ${ownPlace()}`;
  return new LithopsError({
    code: 'LITHOPS_PLUGIN_VERSION',
    message: `Expected ${what} to speak version ${specVersion} of the plug points, got ${inspect(theirs)}: ${remedy}.`,
  });
}

function describe(value: unknown): unknown {
  return isObject(value) && 'kind' in value && 'name' in value
    ? { kind: value.kind, name: value.name }
    : value;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
