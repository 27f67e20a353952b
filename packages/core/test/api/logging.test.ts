import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutorOptions } from '@lithops/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { executorIn, onThisMachine } from '../support/executors.js';

/** An executor that logs into a file, and what stands there. */
function logging(level: string, options: ExecutorOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'lithops-logging-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const log_filename = join(folder, 'lithops.log');
  const log_format = '%(levelname)s %(name)s: %(message)s';
  const config = { lithops: { log_filename, log_format, log_level: level } };
  const exec = executorIn(onThisMachine, { ...options, config });
  return { exec, lines: () => readFileSync(log_filename, 'utf8').trimEnd().split('\n') };
}

function failTheFirstTime(how: 'throw' | 'exit', { attempt }: { readonly attempt: number }): number {
  if (attempt > 1) return attempt;
  if (how === 'exit') process.exit(3);
  throw new Error('cannot reach amqp://me:s3cr3t@rabbit');
}

describe('what an executor logs at info', () => {
  it('is its life and that of its jobs', async () => {
    const { exec, lines } = logging('info');
    await exec.map((x: number) => x, [1, 2, 3]);
    await exec.close();
    const id = exec.executorId;
    expect(lines()).toEqual([
      expect.stringMatching(
        `^INFO lithops.executor: Executor ${id} is open: calls run on localhost, .* localhost `,
      ),
      `INFO lithops.executor: ${id}/M0000 begins: 3 calls.`,
      expect.stringMatching(`^INFO lithops.executor: ${id}/M0000 has ended: 3 calls in [\\d.]+ m?s\\.$`),
      `INFO lithops.executor: Executor ${id} is closed.`,
    ]);
  });

  it('is also how many calls failed, and that their number is not known yet', async () => {
    const { exec, lines } = logging('info');
    const failing = (x: number): number => {
      if (x > 1) throw new Error('no');
      return x;
    };
    await exec.map(failing, new Set([1, 2, 3]).values()).settled();
    await exec.close();
    const log = lines().join('\n');
    expect(log).toMatch(/M0000 begins: calls as its input is read\.$/m);
    expect(log).toMatch(/M0000 has ended: 3 calls in .*, 2 failed\.$/m);
  });

  it('is each attempt that is followed by another, with secrets left out', async () => {
    const { exec, lines } = logging('info');
    expect(await exec.callAsync(failTheFirstTime, 'throw', { retries: 1 })).toBe(2);
    expect(lines().filter((line) => line.includes('again'))).toEqual([
      `INFO lithops.executor: Call 0 of ${exec.executorId}/A0000 failed and is sent again after attempt 1: cannot reach amqp://me:***@rabbit`,
    ]);
  });
});

describe('what an executor logs at warning, which is the default', () => {
  it('is each worker that was lost, with the cause, and nothing that went well', async () => {
    const { exec, lines } = logging('warning');
    expect(await exec.callAsync(failTheFirstTime, 'exit')).toBe(2);
    await exec.close();
    expect(lines()).toEqual([
      expect.stringMatching(
        /^WARNING lithops\.executor: Call 0 of \S+ lost its worker and is sent again after attempt 1: \S/,
      ),
    ]);
  });

  it('is nothing with logLevel: false', async () => {
    const { exec, lines } = logging('info', { logLevel: false });
    expect(await exec.callAsync(failTheFirstTime, 'exit')).toBe(2);
    await exec.close();
    expect(lines).toThrow('ENOENT');
  });
});
