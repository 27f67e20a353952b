import { readFileSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../util/thrown.js';
import { firstAbove } from './find-package.js';

/** Names and versions of what a lock file locks. */
type Locked = Iterable<readonly [name: string, version: string]>;

/** Lock files by name, and how they are read. */
const readers: Readonly<Record<string, (text: string) => Locked>> = {
  'package-lock.json': npmLock,
  'npm-shrinkwrap.json': npmLock,
  'pnpm-lock.yaml': pnpmLock,
  'yarn.lock': yarnLock,
  'bun.lock': bunLock,
};

/**
 * The versions that a project's lock file says, for packages that are not installed on this machine: those for other
 * systems. One of which it has several is left to npm.
 *
 * @param folder - of the project; the file may be in one above
 */
export function lockedVersions(folder: string): ReadonlyMap<string, string> {
  const versions = new Map<string, Set<string>>();
  for (const [name, version] of firstAbove(folder, lockIn) ?? []) {
    versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }
  const single = [...versions].flatMap(([name, [first, ...others]]) =>
    first === undefined || others.length > 0 ? [] : [[name, first] as const],
  );
  return new Map(single);
}

function lockIn(folder: string): Locked | undefined {
  for (const [name, read] of Object.entries(readers)) {
    try {
      return read(readFileSync(path.join(folder, name), 'utf8'));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
  return undefined;
}

function npmLock(text: string): Locked {
  const lock: { readonly packages?: Readonly<Record<string, { readonly version?: unknown }>> } =
    JSON.parse(text);
  return Object.entries(lock.packages ?? {}).flatMap(([place, { version }]) => {
    const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
    return name === undefined || typeof version !== 'string' ? [] : [[name, version] as const];
  });
}

/** `  '@img/colour@1.1.0':` and `  sharp@0.35.5(@types/node@20.19.0):` */
function pnpmLock(text: string): Locked {
  return pairsOf(text.matchAll(/^ {2}'?((?:@[^@/\s]+\/)?[^@/'\s]+)@([^:('\s]+)[^\n]*:$/gm));
}

/** `"@img/colour@npm:^1.0.0", "@img/colour@^1.1.0":`, then `  version "1.1.0"` or `  version: 1.1.0`. */
function yarnLock(text: string): Locked {
  return pairsOf(text.matchAll(/^"?((?:@[^@/\s]+\/)?[^@/"\s]+)@[^\n]*:\n {2}version:? "?([^"\s]+)/gm));
}

/** `    "@img/colour": ["@img/colour@1.1.0", …` */
function bunLock(text: string): Locked {
  return pairsOf(text.matchAll(/: \["((?:@[^@/\s"]+\/)?[^@/"\s]+)@([^"\s]+)"/g));
}

function pairsOf(matches: Iterable<RegExpExecArray>): Locked {
  return [...matches].map(([, name = '', version = '']) => [name, version] as const);
}
