import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkspace, type Workspace } from '../support/built-package.js';
import { environments } from './environments.js';

const run = promisify(execFile);
/** Loading a test runner and a compiler takes its time on a busy machine. */
const timeoutMs = 90_000;
let workspace: Workspace;

beforeAll(async () => {
  workspace = await createWorkspace();
}, timeoutMs);
afterAll(() => workspace.remove());

/** Runs node; what the process says is in the error when it fails. Settings of this test runner are not handed on. */
async function node(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { PATH, HOME, TMPDIR } = process.env;
  const { stdout } = await run(process.execPath, [...args], { cwd, env: { PATH, HOME, TMPDIR, ...env } });
  return stdout;
}

describe.each(environments)('a program under $name', ({ name, prepare }) => {
  let results: Readonly<Record<string, unknown>>;
  let remote: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    const folder = join(workspace.folder, name.replace(/\W+/g, '-'));
    const file = join(folder, 'capsules.json');
    const args = await prepare(folder);
    await node(args, folder, { CAPSULES: file });
    if (!existsSync(file)) throw new Error(`the program did not write ${file}`);
    results = JSON.parse(readFileSync(file, 'utf8')).results;
    const compare = join(import.meta.dirname, '../support/compare.mjs');
    remote = JSON.parse(await node([compare, workspace.entry, file], tmpdir()));
  }, timeoutMs);

  it.each([
    'closures',
    'modules',
    'packages',
    'builtins',
    'classes',
    'recursion',
    'generators',
    'dynamic',
    'errors',
  ])('captures %s, which give the same in a fresh process', (feature) => {
    expect(results).toHaveProperty(feature);
    expect(remote[feature]).toEqual(results[feature]);
  });
});
