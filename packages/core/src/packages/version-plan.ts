import { type FoundPackage, findPackage, findUnnamedPackage, specifierIn } from './find-package.js';
import { lockedVersions } from './lock-file.js';
import { packageError } from './package-error.js';

/** What npm is asked for, in the words of a package.json. */
export interface VersionPlan {
  readonly dependencies: Readonly<Record<string, string>>;
  /** Versions of what those need in turn: by name, or by who needs it and name. */
  readonly overrides: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** Where the packages were found, and what npm is set up by: the folder of the project. */
  readonly folder: string;
}

interface Root {
  readonly name: string;
  readonly found: FoundPackage;
  readonly folder: string;
}

/** One package needs another. */
interface Need {
  /** `name@version` of who needs it. */
  readonly by: string;
  readonly name: string;
  readonly version: string;
}

/** A package's name and nothing behind it: no version, no module in it. */
const NAME = /^(?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*$/i;

/**
 * The versions of packages, and of all that they need, that this program runs with: what is installed is what the lock file
 * says. What is not installed here because it is for another system, the lock file tells, or else npm finds it.
 *
 * @param folders - to look from, the first that has a package wins
 * @throws {LithopsError} `LITHOPS_PACKAGES` for a package that is not installed or does not come from a registry
 */
export function planVersions(names: readonly string[], folders: readonly string[]): VersionPlan {
  const roots = [...new Set(names)].sort().map((name) => rootOf(name, folders));
  const dependencies = Object.fromEntries(roots.map(({ name, found }) => [name, versionOf(name, found)]));
  const folder = roots[0]?.folder ?? process.cwd();
  const needs = needsOf(roots, lockedVersions(folder));
  return { dependencies, overrides: overridesOf(needs, dependencies), folder };
}

function rootOf(name: string, folders: readonly string[]): Root {
  if (!NAME.test(name))
    throw packageError(
      `Expected "packages" to hold names of npm packages, such as "sharp", got ${JSON.stringify(name)}: versions are those of your lock file.`,
    );
  for (const find of [findPackage, findUnnamedPackage]) {
    for (const folder of folders) {
      const found = find(name, folder);
      if (found === undefined) continue;
      checkOrigin(name, specifierIn(folder, name));
      return { name, found, folder };
    }
  }
  throw packageError(
    `Expected the package "${name}" of "packages" to be installed here, because workers get the same version; found none from ${[...new Set(folders)].join(' and ')}. Run: npm i ${name}`,
  );
}

/** Another package of the same name may be in the registry. */
function checkOrigin(name: string, specifier: string | undefined): void {
  if (specifier === undefined || isFromRegistry(specifier)) return;
  throw packageError(
    `Expected the package "${name}" of "packages" to come from a registry, got "${specifier}" in package.json: build a runtime that has it (\`lithops runtime build\`), or remove it from "packages", and it is bundled.`,
  );
}

function isFromRegistry(specifier: string): boolean {
  return /^(?:npm|jsr|catalog):/.test(specifier) || !/[:/]/.test(specifier);
}

/** Under which version npm gets it; also where it is installed by another name than its own. */
function versionOf(name: string, { folder, manifest }: FoundPackage): string {
  const { name: ownName = name, version } = manifest;
  if (version === undefined)
    throw packageError(`Expected ${folder}/package.json to have a version, got none.`);
  return ownName === name ? version : `npm:${ownName}@${version}`;
}

function needsOf(roots: readonly Root[], locked: ReadonlyMap<string, string>): readonly Need[] {
  const needs: Need[] = [];
  const seen = new Set<string>();
  const waiting = roots.map(({ name, found }) => ({ name, found }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { name: nameOfNext, found: user } = next;
    if (seen.has(user.folder)) continue;
    seen.add(user.folder);
    const by = `${nameOfNext}@${user.manifest.version ?? '*'}`;
    for (const [name, specifier] of Object.entries(user.manifest.needs)) {
      if (!isFromRegistry(specifier)) continue;
      const found = findPackage(name, user.folder);
      if (found !== undefined) waiting.push({ name, found });
      const version = found === undefined ? locked.get(name) : versionOf(name, found);
      if (version !== undefined) needs.push({ by, name, version });
    }
  }
  return needs;
}

/** One version of a package for all, or, where there are several, one for each that needs it. */
function overridesOf(
  needs: readonly Need[],
  dependencies: VersionPlan['dependencies'],
): VersionPlan['overrides'] {
  const versions = new Map(Object.entries(dependencies).map(([name, version]) => [name, new Set([version])]));
  for (const { name, version } of needs) versions.set(name, (versions.get(name) ?? new Set()).add(version));
  const overrides = new Map<string, string | Map<string, string>>();
  for (const { by, name, version } of needs) {
    if (versions.get(name)?.size === 1) overrides.set(name, version);
    else overrides.set(by, groupAt(overrides, by).set(name, version));
  }
  return sortedObject(overrides);
}

function groupAt(
  groups: ReadonlyMap<string, string | Map<string, string>>,
  key: string,
): Map<string, string> {
  const known = groups.get(key);
  return typeof known === 'object' ? known : new Map();
}

/** The same plan is the same text, in whichever order it was found. */
function sortedObject(groups: ReadonlyMap<string, string | Map<string, string>>): VersionPlan['overrides'] {
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([key, value]) => [
      key,
      typeof value === 'string' ? value : Object.fromEntries([...value].sort(([a], [b]) => (a < b ? -1 : 1))),
    ]),
  );
}
