import { getEventListeners } from 'node:events';
import { FunctionExecutor } from '@lithops/core';
import { inProcess, memoryStorage } from '@lithops/core/testing';
import { describe, expect, it, vi } from 'vitest';
import { executorIn, inThisProcess, rejectionOf } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

describe('waiting that was given up', () => {
  it('leaves no listener on the signal', async () => {
    const exec = executorIn(inThisProcess);
    const marks = newMarks();
    const list = exec.map(async () => marks.seen('go'), [0]);
    const { signal } = new AbortController();
    for (let time = 0; time < 3; time++) {
      await list.wait({ timeoutMs: 1, signal });
      await list.at(0)?.wait({ timeoutMs: 1, signal });
    }
    expect(list.at(0)?.state).not.toBe('success');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    marks.set('go');
    await list;
  });
});

describe('signals', () => {
  it('are let go by a job without calls', async () => {
    const exec = executorIn(inThisProcess);
    const { signal } = new AbortController();
    await exec.map((x: number) => x, [], { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('of the executor that were aborted before refuse its calls', () => {
    const exec = executorIn(inThisProcess, { signal: AbortSignal.abort() });
    expect(() => exec.map((x: number) => x, [1])).toThrow(/abort/i);
  });
});

describe('a progress callback that throws', () => {
  it('is called once, and harms no call', async () => {
    const progress = vi.fn(() => {
      throw new Error('no progress');
    });
    const exec = executorIn(inThisProcess, { progress });
    expect(await exec.map((x: number) => x, [1, 2, 3], { chunkSize: 1 })).toEqual([1, 2, 3]);
    expect(progress).toHaveBeenCalledTimes(1);
  });
});

describe('variables of jobs that run at the same time in one process', () => {
  it('are gone when the last call has ended', async () => {
    const exec = executorIn(inThisProcess);
    const marks = newMarks();
    const run = async (name: string) => {
      marks.set(`started ${name}`);
      await marks.seen(`end ${name}`);
      return process.env['LITHOPS_TEST_SHARED'];
    };
    const first = exec.callAsync(run, 'a', { extraEnv: { LITHOPS_TEST_SHARED: 'yes' } });
    const second = exec.callAsync(run, 'b', { extraEnv: { LITHOPS_TEST_SHARED: 'yes' } });
    await marks.count(2);
    marks.set('end a');
    expect(await first).toBe('yes');
    marks.set('end b');
    expect(await second).toBe('yes');
    expect(process.env['LITHOPS_TEST_SHARED']).toBeUndefined();
  });
});

describe('a backend', () => {
  it('is closed when opening fails, and made anew for the next job', async () => {
    const plugin = inProcess();
    const closed: number[] = [];
    let made = 0;
    const backend = {
      ...plugin,
      create: async (...given: Parameters<typeof plugin.create>) => {
        const real = await plugin.create(...given);
        const number = ++made;
        if (number === 1) real.deployRuntime = () => Promise.reject(new Error('no runtime'));
        real.close = async () => void closed.push(number);
        return real;
      },
    };
    const exec = new FunctionExecutor({ backend, storage: memoryStorage(), progress: false });
    expect((await rejectionOf(exec.map((x: number) => x, [1]))).message).toMatch('no runtime');
    expect(closed).toEqual([1]);
    expect(await exec.map((x: number) => x, [1])).toEqual([1]);
    await Promise.all([exec.close(), exec.close()]);
    expect(closed).toEqual([1, 2]);
  });
});

describe('close, when the input throws as it is ended', () => {
  it('ends the backend all the same', async () => {
    const plugin = inProcess({ maxWorkers: 1 });
    let closed = 0;
    const backend = {
      ...plugin,
      create: async (...given: Parameters<typeof plugin.create>) => {
        const real = await plugin.create(...given);
        const close = real.close.bind(real);
        real.close = () => {
          closed++;
          return close();
        };
        return real;
      },
    };
    const exec = new FunctionExecutor({ backend, storage: memoryStorage(), progress: false });
    const marks = newMarks();
    let next = 0;
    const input: IterableIterator<number> = {
      next: () => ({ done: false, value: next++ }),
      return: () => {
        throw new Error('no end');
      },
      [Symbol.iterator]: () => input,
    };
    const list = exec.map(
      async (x: number, { signal }) => {
        marks.set(`started ${x}`);
        await marks.seen('never', signal);
      },
      input,
      { chunkSize: 1 },
    );
    await marks.count(1);
    await exec.close().catch((error: unknown) => expect(String(error)).toMatch('no end'));
    expect(closed).toBe(1);
    expect((await rejectionOf(list)).message).toMatch('closed while');
  });
});
