import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** The fields of a `package.json` that decide how the package travels. */
export interface PackageManifest {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly main?: string | undefined;
  readonly exports?: unknown;
  readonly gypfile?: boolean | undefined;
  readonly binary?: unknown;
  readonly napi?: unknown;
  readonly dependencies?: Readonly<Record<string, string>> | undefined;
  readonly optionalDependencies?: Readonly<Record<string, string>> | undefined;
}

/** Whether a path lies in an installed package and not in the user's own files. */
export function isInNodeModules(file: string): boolean {
  return file.includes(`${sep}node_modules${sep}`);
}

/** `lodash/fp` → `lodash`, `@scope/name/sub` → `@scope/name`; undefined for what no package can be called. */
export function packageNameOf(specifier: string): string | undefined {
  const match = /^(@[a-z0-9~-][\w.~-]*\/[a-z0-9~-][\w.~-]*|[a-z0-9~-][\w.~-]*)(\/|$)/i.exec(specifier);
  return match?.[1];
}

/** The folder of an installed package as the resolution from a directory finds it, symbolic links followed. */
export function findPackageFolder(packageName: string, directory: string): string | undefined {
  for (const parent of parents(directory)) {
    const folder = join(parent, 'node_modules', packageName);
    if (existsSync(folder)) return realpathSync(folder);
  }
  return undefined;
}

/** The nearest folder with a `package.json` that has a name, which is the package a file belongs to. */
export function owningPackage(
  file: string,
): { readonly folder: string; readonly manifest: PackageManifest } | undefined {
  for (const folder of parents(dirname(file))) {
    const manifest = readManifest(folder);
    if (manifest?.name !== undefined) return { folder, manifest };
  }
  return undefined;
}

export function readManifest(folder: string): PackageManifest | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return isManifest(parsed) ? parsed : undefined;
}

/** A directory and all above it, nearest first. */
export function* parents(directory: string): Generator<string> {
  for (let current = directory; ; current = dirname(current)) {
    yield current;
    if (dirname(current) === current) return;
  }
}

function isManifest(value: unknown): value is PackageManifest {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
