import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { CommandFailed, root, run } from './command.mjs';

/** @returns {Promise<string>} the version that `packageManager` of the root package.json pins */
export async function pinnedPnpm() {
  const { packageManager } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const version = /^pnpm@(\d+\.\d+\.\d+)/.exec(packageManager)?.[1];
  if (version === undefined) {
    throw new Error(`Expected "packageManager" in package.json to be "pnpm@x.y.z", got "${packageManager}".`);
  }
  return version;
}

/**
 * Fetches a package through npx and says in which folder its commands lie, so that they can be put first in `PATH`:
 * from there on no npx is nested in another (one inside the other obeys the outer one's settings).
 *
 * @param {string} specifier such as `pnpm@10.34.9`
 * @param {string} command a command of that package
 * @returns {Promise<string>}
 */
export async function fetchTool(specifier, command) {
  const output = await run('npx', [
    '--yes',
    '--package',
    specifier,
    'node',
    '-p',
    '"PATH=" + process.env.PATH',
  ]);
  const search = /^PATH=(.*)$/m.exec(output)?.[1]?.split(path.delimiter) ?? [];
  for (const folder of search) {
    if (folder.includes('_npx') && (await exists(path.join(folder, command)))) return folder;
  }
  throw new CommandFailed(
    `npx --package ${specifier}`,
    `gave no folder with the command "${command}"`,
    output,
  );
}

/** Puts a folder of commands first, for this process and all that it starts. @param {string} folder */
export function putFirstInPath(folder) {
  process.env['PATH'] = `${folder}${path.delimiter}${process.env['PATH']}`;
}

/** @param {string} file */
async function exists(file) {
  return access(file).then(
    () => true,
    () => false,
  );
}
