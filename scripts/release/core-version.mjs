import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../setup/command.mjs';

/** Core knows its version without reading its package.json, which is not there in a program that was bundled. */
export const versionFile = 'packages/core/src/version.ts';

/** @param {string} version */
export function versionSource(version) {
  return `/** Version of this package. */\nexport const VERSION = '${version}';\n`;
}

/** Writes into the source what package.json says now. */
export async function writeCoreVersion() {
  const { version } = JSON.parse(await readFile(path.join(root, 'packages/core/package.json'), 'utf8'));
  await writeFile(path.join(root, versionFile), versionSource(version));
}
