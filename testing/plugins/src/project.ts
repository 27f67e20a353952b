import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inject } from 'vitest';
import { CommandFailed, run } from '../../../scripts/setup/command.mjs';

export const core = ['@lithops/closure', '@lithops/core'];
export const command = [...core, '@lithops/cli', 'lithops'];
export const plugins = [
  'lithops-backend-http',
  'lithops-storage-redis',
  'lithops-monitor-socket',
  'lithops-monitor-folder',
];

/** A folder of its own with these files in it. */
export async function folderWith(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(path.join(inject('scratch'), 'project-'));
  await writeFiles(folder, files);
  return folder;
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

/** Paths of the packed packages of these names. */
export function tarballs(names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const file = inject('tarballs')[name];
    if (file === undefined) throw new Error(`Expected a packed package called ${name}.`);
    return file;
  });
}

/** Installs packed packages with npm: in the folder, or with `--global` below it. */
export async function npmInstall(
  folder: string,
  names: readonly string[],
  ...options: readonly string[]
): Promise<void> {
  const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', ...options, ...tarballs(names)];
  await run('npm', args, { cwd: folder });
}

/** What a program prints that is run from a folder where nothing is installed, nor seen by `NODE_PATH`, which pnpm sets for scripts. */
export async function runElsewhere(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return await run(program, args, {
    cwd: await folderWith(),
    env: { NODE_PATH: '', ...env },
    timeoutMs: 90_000,
  });
}

/** What a program prints that must fail. */
export async function failing(running: Promise<string>): Promise<string> {
  try {
    return `Expected it to fail, it printed: ${await running}`;
  } catch (error) {
    if (error instanceof CommandFailed) return error.output;
    throw error;
  }
}
