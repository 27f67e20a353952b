import { existsSync } from 'node:fs';
import path from 'node:path';
import type { WorkerPlatform } from '../spec/capabilities.js';
import { filesBelow } from './folder-files.js';
import { readManifest } from './manifest.js';
import { packageError } from './package-error.js';

/** What builds or fetches native code when a package is installed. */
const BUILDERS = ['prebuild-install', 'node-pre-gyp', '@mapbox/node-pre-gyp', 'node-gyp', 'cmake-js'];

/**
 * Packages whose native code is made by a script at their installation are there without it.
 *
 * @throws {LithopsError} `LITHOPS_PACKAGES` for the first of them
 */
export async function checkNativeCode(
  folder: string,
  names: readonly string[],
  { os, cpu }: WorkerPlatform,
): Promise<void> {
  for (const name of names) {
    const place = path.join(folder, 'node_modules', name);
    if (!isBuilt(place) || (await hasNativeCode(place))) continue;
    throw packageError(
      `Expected the package "${name}" to bring its native code for ${os} ${cpu} with it, found none: it is built or fetched by a script when the package is installed, and scripts are not run here. Build a runtime that has it (\`lithops runtime build\`).`,
    );
  }
}

function isBuilt(folder: string): boolean {
  const manifest = readManifest(folder);
  const brings = manifest?.optional.some((name) => /linux/.test(name)) ?? false;
  if (manifest === undefined || brings) return false;
  return (
    existsSync(path.join(folder, 'binding.gyp')) ||
    BUILDERS.some((name) => manifest.needs[name] !== undefined)
  );
}

async function hasNativeCode(folder: string): Promise<boolean> {
  return (await filesBelow(folder)).some(({ name }) => name.endsWith('.node'));
}
