import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import type { Workspace } from './built-package.js';

const run = promisify(execFile);

/** Starting compilers and test runners takes its time on a busy machine. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

export interface Shipped {
  /** By name of the function, as it ran in the program itself. */
  readonly results: Readonly<Record<string, unknown>>;
  /** The same in the other process, or why there is nothing to compare. */
  readonly remote: Readonly<Record<string, unknown>>;
  /** Of the function `fails`, when the program has one: the program's own reading of a stack out of loaded code. */
  readonly stack: string;
}

/**
 * Starts a program that captures its functions into the file named by `CAPSULES`, then runs the capsules in a plain
 * Node.js process that knows nothing of the program.
 *
 * @param folder where the program lies
 * @param args of node, relative to the folder
 */
export async function ship(workspace: Workspace, folder: string, args: readonly string[]): Promise<Shipped> {
  const file = join(folder, 'capsules.json');
  await node(args, folder, { CAPSULES: file });
  if (!existsSync(file)) throw new Error(`the program did not write ${file}`);
  const { results, stack }: Shipped = JSON.parse(readFileSync(file, 'utf8'));
  const compare = join(import.meta.dirname, 'fixtures/compare.mjs');
  const remote: Shipped['remote'] = JSON.parse(
    await node([compare, workspace.entry, file], tmpdir(), withoutBundler),
  );
  return { results, remote, stack };
}

/** A worker has none: whatever needs it there fails. */
const withoutBundler = { ESBUILD_BINARY_PATH: join(import.meta.dirname, 'no-such-program') };

/** Runs node; what the process says is in the error when it fails. Settings of this test runner are not handed on. */
async function node(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { PATH, HOME, TMPDIR } = process.env;
  const { stdout } = await run(process.execPath, [...args], { cwd, env: { PATH, HOME, TMPDIR, ...env } });
  return stdout;
}
