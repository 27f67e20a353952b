import assert from 'node:assert/strict';
import { endsOf, numbers } from '../ends.js';
import type { TestRunner } from '../test-runner.js';
import type { SuitePrograms } from './suite-programs.js';

export function attemptTests({ describe, it }: TestRunner, programs: SuitePrograms): void {
  describe('calls that are tried again', () => {
    it('come to what their last attempt came to', () =>
      programs.run(async (exec) => {
        const list = exec.map(
          (n: number, ctx) => {
            if (ctx.attempt <= n) throw new Error(`attempt ${ctx.attempt}`);
            return ctx.attempt;
          },
          [0, 1, 2],
          { retries: { limit: 2, delayMs: 0, when: () => true } },
        );
        assert.deepEqual(await list, [1, 2, 3]);
        assert.deepEqual(
          [...list].map(({ stats }) => stats.attempts),
          [1, 2, 3],
        );
      }));

    it('one over its limit fails with LITHOPS_TIMEOUT, and those beside it run', () =>
      programs.run(async (exec) => {
        const list = exec.map(
          async (n: number) => {
            if (n === 1) await new Promise((resolve) => setTimeout(resolve, 60_000).unref());
            return n;
          },
          [0, 1, 2, 3],
          { timeoutMs: 500, retries: 0, chunkSize: 4 },
        );
        assert.deepEqual(await endsOf(list), [0, 'LITHOPS_TIMEOUT', 2, 3]);
      }));
  });
}

export function deathTests({ describe, it }: TestRunner, programs: SuitePrograms): void {
  describe('a worker that dies', () => {
    it('in a call: that one is tried again, and no call beside it gets lost', () =>
      programs.run(async (exec) => {
        const died = programs.newMark();
        const list = exec.map(
          async (n: number) => {
            const { existsSync, writeFileSync } = await import('node:fs');
            if (n === 3 && !existsSync(died)) {
              writeFileSync(died, '');
              process.kill(process.pid, 'SIGKILL');
              await new Promise(() => setTimeout(() => undefined, 60_000));
            }
            return n;
          },
          numbers(6),
          { chunkSize: 6 },
        );
        assert.deepEqual(await list, numbers(6));
      }));

    it('every time: LITHOPS_WORKER_LOST for its call alone', () =>
      programs.run(async (exec) => {
        const list = exec.map(
          (n: number) => {
            if (n === 1) process.kill(process.pid, 'SIGKILL');
            return n;
          },
          [0, 1, 2],
          { chunkSize: 1, retries: { limit: 0, lostWorkers: 1 } },
        );
        assert.deepEqual(await endsOf(list), [0, 'LITHOPS_WORKER_LOST', 2]);
      }));
  });
}
