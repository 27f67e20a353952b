import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Interop } from '../modules/import-binding.js';
import { type PackageManifest, readManifest } from '../modules/package-folder.js';

/**
 * The file of a package's export, for the second copy of a package in one capsule: one generated module can import
 * only one of them by name.
 *
 * @param subpath `.` or `./sub`
 */
export function resolveInFolder(folder: string, subpath: string, interop: Interop): string | undefined {
  const manifest = readManifest(folder);
  const target = manifest && exportTarget(manifest, subpath, conditionsOf(interop));
  if (target !== undefined) return existing(join(folder, target));
  if (manifest?.exports !== undefined) return undefined;
  return createRequire(join(folder, 'package.json')).resolve(
    subpath === '.' ? folder : join(folder, subpath),
  );
}

/** Whether a package has something to answer this kind of import with. */
export function isOffered(folder: string, subpath: string, interop: Interop): boolean {
  const manifest = readManifest(folder);
  return !manifest?.exports || exportTarget(manifest, subpath, conditionsOf(interop)) !== undefined;
}

function conditionsOf(interop: Interop): ReadonlySet<string> {
  return new Set([
    'node',
    'default',
    'module-sync',
    interop === 'esm' || interop === 'vite' ? 'import' : 'require',
  ]);
}

function existing(file: string): string | undefined {
  return existsSync(file) ? realpathSync(file) : undefined;
}

function exportTarget(
  { exports }: PackageManifest,
  subpath: string,
  conditions: ReadonlySet<string>,
): string | undefined {
  if (!isRecord(exports)) return subpath === '.' ? pick(exports, conditions) : undefined;
  if (!Object.keys(exports).some((key) => key.startsWith('.')))
    return subpath === '.' ? pick(exports, conditions) : undefined;
  if (subpath in exports) return pick(exports[subpath], conditions);
  for (const [pattern, target] of Object.entries(exports)) {
    const [before = '', after] = pattern.split('*');
    if (after === undefined || !subpath.startsWith(before) || !subpath.endsWith(after)) continue;
    return pick(target, conditions)?.replaceAll(
      '*',
      subpath.slice(before.length, subpath.length - after.length),
    );
  }
  return undefined;
}

/** The first condition that holds, in the package's order. */
function pick(target: unknown, conditions: ReadonlySet<string>): string | undefined {
  if (typeof target === 'string') return target;
  if (Array.isArray(target))
    return target.map((one) => pick(one, conditions)).find((one) => one !== undefined);
  if (!isRecord(target)) return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    const found = conditions.has(condition) ? pick(inner, conditions) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
