import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { type Manifest, readManifest } from './manifest.js';

/** A package as it is installed on this machine. */
export interface FoundPackage {
  /** Where it really lies. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The package that modules in `folder` get by this name. */
export function findPackage(name: string, folder: string): FoundPackage | undefined {
  return firstAbove(folder, (above) => packageIn(path.join(above, 'node_modules', name)));
}

/** Where pnpm lays out what a project does not name itself, but what it names needs. */
export function findUnnamedPackage(name: string, folder: string): FoundPackage | undefined {
  return firstAbove(folder, (above) => packageIn(path.join(above, 'node_modules/.pnpm/node_modules', name)));
}

/** What a function finds in a folder or in the nearest above it. */
export function firstAbove<T>(folder: string, find: (folder: string) => T | undefined): T | undefined {
  for (let above = folder; ; above = path.dirname(above)) {
    const found = find(above);
    if (found !== undefined || above === path.dirname(above)) return found;
  }
}

/** What the project says of a package; `undefined`: nothing. */
export function specifierIn(folder: string, name: string): string | undefined {
  return firstAbove(folder, (above) => readManifest(above)?.names[name]);
}

function packageIn(place: string): FoundPackage | undefined {
  if (!existsSync(path.join(place, 'package.json'))) return undefined;
  const folder = realpathSync(place);
  const manifest = readManifest(folder);
  return manifest && { folder, manifest };
}
