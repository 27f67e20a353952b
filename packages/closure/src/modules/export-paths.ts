import { join, normalize, sep } from 'node:path';
import type { PackageManifest } from './package-folder.js';

/**
 * The specifier under which a package offers a file, from its `exports` or `main`: loaders such as vite give only the
 * file's path, the worker's own copy must be asked for by name.
 *
 * @returns `zod`, `zod/v4`; undefined when no export leads to the file
 */
export function specifierOfFile(file: string, folder: string, manifest: PackageManifest): string | undefined {
  if (manifest.name === undefined) return undefined;
  const { exports } = manifest;
  if (exports === undefined || exports === null) {
    const main = normalize(join(folder, manifest.main ?? 'index.js'));
    const isMain = [main, `${main}.js`, join(main, 'index.js')].includes(file);
    return isMain
      ? manifest.name
      : `${manifest.name}/${file
          .slice(folder.length + 1)
          .split(sep)
          .join('/')}`;
  }
  for (const [subpath, target] of subpaths(exports)) {
    if (targetsOf(target).some((path) => join(folder, path) === file))
      return manifest.name + subpath.slice(1);
  }
  return undefined;
}

function subpaths(exports: unknown): (readonly [string, unknown])[] {
  if (!isRecord(exports)) return [['.', exports]];
  const entries = Object.entries(exports);
  return entries.some(([key]) => key.startsWith('.')) ? entries : [['.', exports]];
}

function targetsOf(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  if (Array.isArray(target)) return target.flatMap(targetsOf);
  return isRecord(target) ? Object.values(target).flatMap(targetsOf) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
