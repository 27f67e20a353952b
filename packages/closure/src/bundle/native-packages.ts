import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type PackageManifest, readManifest } from '../modules/package-folder.js';

/** Packages among the bundled files that have native code or programs, by name. */
export function nativePackages(files: Iterable<string>): ReadonlyMap<string, string> {
  const natives = new Map<string, string>();
  const seen = new Set<string>();
  for (const file of files) {
    const folder = packageFolderOf(file);
    if (folder === undefined) continue;
    if (file.endsWith('.node')) natives.set(nameOf(folder), folder);
    if (seen.has(folder)) continue;
    seen.add(folder);
    const manifest = readManifest(folder);
    if (manifest && isNative(manifest, folder)) natives.set(manifest.name ?? nameOf(folder), folder);
  }
  return natives;
}

/** What installs, builds or finds an add-on leaves one of these marks. */
function isNative(manifest: PackageManifest, folder: string): boolean {
  if (manifest.gypfile === true || manifest.binary !== undefined || manifest.napi !== undefined) return true;
  if (existsSync(join(folder, 'binding.gyp'))) return true;
  const helpers = [
    'bindings',
    'node-gyp-build',
    'prebuild-install',
    'node-pre-gyp',
    '@mapbox/node-pre-gyp',
    'node-gyp',
  ];
  if (helpers.some((helper) => manifest.dependencies?.[helper] !== undefined)) return true;
  const platforms = /\b(linux|darwin|win32)-(x64|arm64|ia32|arm)\b/;
  return Object.keys(manifest.optionalDependencies ?? {}).some((name) => platforms.test(name));
}

/** `…/node_modules/@scope/name/lib/x.js` → `…/node_modules/@scope/name`. */
export function packageFolderOf(file: string): string | undefined {
  const marker = `${sep}node_modules${sep}`;
  const start = file.lastIndexOf(marker);
  if (start < 0) return undefined;
  const rest = file.slice(start + marker.length).split(sep);
  const depth = rest[0]?.startsWith('@') ? 2 : 1;
  return rest.length <= depth
    ? undefined
    : file.slice(0, start + marker.length) + rest.slice(0, depth).join(sep);
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf(`${sep}node_modules${sep}`) + `${sep}node_modules${sep}`.length);
}
