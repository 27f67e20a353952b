import { describe, expect, it } from 'vitest';
import { executorIn, onThisMachine, rejectionOf } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

describe('cancelling a call that runs', () => {
  it('aborts its signal, so that it can clean up', async () => {
    const marks = newMarks();
    const exec = executorIn(onThisMachine);
    const future = exec.callAsync(async (_: undefined, { signal }) => {
      signal.addEventListener('abort', () => marks.set('cleaned-up'));
      marks.set('running');
      await new Promise(() => undefined);
    }, undefined);
    await marks.seen('running');
    await future.cancel();
    expect(await rejectionOf(future)).toMatchObject({ code: 'LITHOPS_CANCELLED' });
    await marks.seen('cleaned-up');
  });

  it('gives it time to clean up asynchronously', async () => {
    const marks = newMarks();
    const exec = executorIn(onThisMachine);
    const future = exec.callAsync(async (_: undefined, { signal }) => {
      const { setTimeout: pause } = await import('node:timers/promises');
      try {
        marks.set('running');
        await pause(60_000, undefined, { signal });
      } finally {
        await pause(1);
        marks.set('cleaned-up');
      }
    }, undefined);
    await marks.seen('running');
    await future.cancel();
    await marks.seen('cleaned-up');
    expect(await rejectionOf(future)).toMatchObject({ code: 'LITHOPS_CANCELLED' });
  });

  it('ends it although it blocks its thread, and frees its slot', async () => {
    const marks = newMarks();
    const exec = executorIn(onThisMachine, { workerProcesses: 1 });
    const future = exec.callAsync(() => {
      marks.set('running');
      for (;;);
    }, undefined);
    await marks.seen('running');
    const next = exec.callAsync((n: number) => n + 1, 1);
    await future.cancel();
    expect(await next).toBe(2);
    expect(future.state).toBe('cancelled');
  });

  it('leaves the other calls of its chunk to run once', async () => {
    const marks = newMarks();
    const exec = executorIn(onThisMachine, { workerProcesses: 1 });
    const list = exec.map(
      async (n: number) => {
        if (n === 1) {
          marks.set('running');
          await new Promise(() => undefined);
        }
        marks.set(`ran-${n}`);
        return n;
      },
      [0, 1, 2, 3],
      { chunkSize: 4 },
    );
    await marks.seen('running');
    await list.at(1)?.cancel();
    expect((await list.settled()).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect([...list].map(({ stats }) => stats.attempts)).toEqual([1, 1, 1, 1]);
  });
});
