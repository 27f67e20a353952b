import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { standInEngine } from '../support/executors.js';
import { newMarks } from '../support/gates.js';
import { isAlive } from '../support/processes.js';
import { programFile, runProgram } from '../support/program.js';

/** Programs as they are, on workers in a container because their environment says so. */
beforeEach(() => {
  vi.stubEnv('LITHOPS__LOCALHOST__RUNTIME', 'stand-in');
  vi.stubEnv('LITHOPS__LOCALHOST__CONTAINER_ENGINE', standInEngine);
});
afterEach(() => vi.unstubAllEnvs());

describe('a program with workers in a container', () => {
  it('has what calls write on its own output, each stream on its own, before what it writes afterwards', async () => {
    const { code, stdout, stderr } = await runProgram('written.mjs');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'call says hello\nprogram heard it\ncall 1 dies\nprogram says 2\n',
      stderr: 'call warns\n',
    });
  });

  it('has all of it, 100 MB', { timeout: 60_000 }, async () => {
    const { code, stdout } = await runProgram('hundred-megabytes.mjs');
    expect(code).toBe(0);
    expect(Number(stdout.split(' ')[0])).toBe(100 * 2 ** 20 + 'end'.length);
  });

  it('goes on when nobody reads that any more', async () => {
    const child = spawn(process.execPath, [programFile('written.mjs')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout.destroy();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('is not kept alive by an idle executor that nobody closed', async () => {
    expect(await runProgram('idle.mjs')).toMatchObject({ code: 0, stdout: '[ 2, 4 ]\n', stderr: '' });
  });

  it('is kept alive by calls that run', async () => {
    expect(await runProgram('waiting.mjs')).toMatchObject({ code: 0, stdout: 'ended\n', stderr: '' });
  });

  it.each(['kill', 'exit', 'crash'])(
    'leaves none behind, though they block, when it ends by %s',
    async (how) => {
      const file = join(newMarks().folder, how);
      await runProgram('orphans.mjs', [how, file]);
      const worker = Number(readFileSync(file, 'utf8'));
      await vi.waitFor(() => expect(isAlive(worker)).toBe(false), { timeout: 10_000, interval: 50 });
    },
  );

  it('decides itself what becomes of them at Ctrl-C, which goes to its whole process group', async () => {
    const child = spawn(process.execPath, [programFile('signalled.mjs'), 'SIGINT', 'group'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    const worker = Number(/worker (\d+)/.exec(output)?.[1]);
    expect(output).toContain('LITHOPS_CANCELLED');
    expect([code, signal, isAlive(worker)]).toEqual([null, 'SIGINT', false]);
  });
});
