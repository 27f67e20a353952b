import { writeSync } from 'node:fs';
import { FunctionExecutor } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { executorIn, onThisMachine, rejectionOf } from '../support/executors.js';

describe('worker processes of localhost', () => {
  it('run what comes after nested work was cancelled', async () => {
    const exec = executorIn(onThisMachine, { workerProcesses: 1 });
    const after = exec.callAsync(async () => {
      await using nested = new FunctionExecutor();
      const cancelled = nested.map(
        () => new Promise<void>((resolve) => setTimeout(resolve, 60_000)),
        Array.from({ length: 10 }, (_, n) => n),
        { chunkSize: 1 },
      );
      await nested.callAsync(() => undefined, 0).cancel();
      await cancelled.cancel();
      return await nested.map((n: number) => n * 2, [1, 2, 3, 4], { chunkSize: 1 });
    }, 0);
    expect(await after).toEqual([2, 4, 6, 8]);
  });

  it('with different limits of memory make room for each other without a lost call', {
    timeout: 60_000,
  }, async () => {
    const exec = executorIn(onThisMachine, { workerProcesses: 2, retries: 0 });
    // Well above what Node.js itself takes: 50 to 70 MB.
    const memories = [160, 192, 224, 160, 192, 224];
    const lists = memories.map((runtimeMemoryMb) =>
      exec.map((n: number) => n + 1, [1, 2, 3], { runtimeMemoryMb, chunkSize: 1 }),
    );
    expect(await Promise.all(lists)).toEqual(memories.map(() => [2, 3, 4]));
  });

  it('that write what is no message fail the call and leave the executor usable', async () => {
    const exec = executorIn(onThisMachine, { workerProcesses: 1, retries: 0 });
    const garbage = exec.callAsync(async () => {
      writeSync(3, 'this is certainly not a message of ours');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    }, 0);
    expect(await rejectionOf(garbage)).toMatchObject({
      code: 'LITHOPS_WORKER_LOST',
      cause: { message: 'The worker process wrote something that is no message.' },
    });
    expect(await exec.callAsync((n: number) => n + 1, 1)).toBe(2);
  });
});

describe('nested work whose worker runs out of memory', () => {
  it('fails with that, as work of the program does', async () => {
    const exec = executorIn(onThisMachine, { workerProcesses: 1, runtimeMemoryMb: 200 });
    const nested = exec.callAsync(async () => {
      await using inner = new FunctionExecutor();
      const greedy = inner.callAsync(() => {
        const kept: number[][] = [];
        for (;;) kept.push(new Array(100_000).fill(1.5));
      });
      return await greedy.then(
        () => 'survived',
        (error: { readonly code: string }) => error.code,
      );
    });
    expect(await nested).toBe('LITHOPS_OUT_OF_MEMORY');
  });
});
