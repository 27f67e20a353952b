import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root, run } from './command.mjs';
import { fetchTool, pinnedPnpm, putFirstInPath } from './pnpm.mjs';
import { step } from './steps.mjs';

const stampFile = path.join(root, 'node_modules', '.lithops-installed');

/**
 * From a fresh clone to built packages; what is there already is left alone. Needs only Node and npm.
 *
 * @param {{ build: 'all' | 'published' | 'nothing' }} options which packages are built
 */
export async function prepare({ build }) {
  requireNode();
  Object.assign(process.env, {
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    DO_NOT_TRACK: '1',
  });
  const version = await pinnedPnpm();
  await step(`pnpm ${version}`, async () => putFirstInPath(await fetchTool(`pnpm@${version}`, 'pnpm')));
  await step('dependencies', install, (done) => (done ? 'installed' : 'up to date'));
  if (build === 'nothing') return;
  const filter = build === 'all' ? [] : ['--filter=./packages/*'];
  await step('build', () => run('pnpm', ['run', 'build:all', '--output-logs=errors-only', ...filter]));
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Expected Node.js 20.19 or later, got ${process.versions.node} (${process.execPath}).`);
}

/** @returns {Promise<boolean>} whether anything had to be installed */
async function install() {
  const wanted = await manifestHash();
  const present = await readFile(stampFile, 'utf8').catch(() => undefined);
  if (present === wanted) return false;
  // With CI set, pnpm never asks before it replaces what another version of it left behind.
  await run('pnpm', ['install', '--frozen-lockfile'], { env: { CI: 'true' } });
  await writeFile(stampFile, wanted);
  return true;
}

/** Changes whenever the lock file or any package.json of the workspace does. */
async function manifestHash() {
  const hash = createHash('sha256');
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...(await workspaceManifests())];
  for (const file of files) {
    hash.update(`${file}\n`).update(await readFile(path.join(root, file)).catch(() => ''));
  }
  return hash.digest('hex');
}

async function workspaceManifests() {
  const folders = ['examples', 'bench', 'website'];
  for (const parent of ['packages', 'testing', 'examples/plugins']) {
    const names = await readdir(path.join(root, parent)).catch(() => []);
    folders.push(...names.sort().map((name) => `${parent}/${name}`));
  }
  return folders.map((folder) => `${folder}/package.json`);
}
