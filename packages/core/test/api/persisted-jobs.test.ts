import { FunctionExecutor } from '@lithops/core';
import { defineStoragePlugin } from '@lithops/core/spec';
import { memoryStorage } from '@lithops/core/testing';
import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../support/executors.js';
import { newMarks } from '../support/gates.js';
import { asOneUser, countingWork, Programs } from '../support/persisted.js';

asOneUser();

describe.each(['direct', 'storage'])('a persisted job, by the %s monitor', (monitoring) => {
  it('is gone when its results were read', async () => {
    const programs = new Programs(undefined, { monitoring });
    const exec = programs.open();
    expect(await exec.map((x: number) => x + 1, [1, 2, 3])).toEqual([2, 3, 4]);
    await exec.close();
    expect(await programs.keys()).toEqual([]);
  });

  it('outlives close(); who resumes it runs what had not ended, in later attempts', async () => {
    const programs = new Programs(undefined, { monitoring });
    const { marks, work } = countingWork();
    const exec = programs.open();
    const list = exec.map(work, [0, 1, 2, 3], { chunkSize: 1 });
    await Promise.all([list.at(0), list.at(1)]);
    await marks.seen('2 ran as 1');
    await exec.close();
    marks.set('go');
    const resumed = FunctionExecutor.resume(list.jobId, work, programs.options);
    expect(resumed.jobId).toBe(list.jobId);
    expect(await resumed).toEqual([0, 10, 20, 30]);
    expect(marks.all.filter((mark) => mark.startsWith('0') || mark.startsWith('1'))).toEqual([
      '0 ran as 1',
      '1 ran as 1',
    ]);
    // Whether 3 had begun is not known.
    expect(marks.has('2 ran as 2') && marks.has('3 ran as 2')).toBe(true);
    await programs.cleaned();
  });

  it('that had ended is read by who resumes it, without running anything', async () => {
    const programs = new Programs(undefined, { monitoring });
    const { marks, work } = countingWork();
    const exec = programs.open();
    const list = exec.map(work, [0, 1, 0, 1]);
    await list.wait();
    await exec.close();
    const before = marks.all.length;
    expect(await FunctionExecutor.resume(list.jobId, work, programs.options)).toEqual([0, 10, 0, 10]);
    expect(marks.all.length).toBe(before);
  });
});

describe('results of a resumed job', () => {
  it('keep undefined, null, large values and classes', async () => {
    class Point {
      readonly #x: number;
      constructor(x: number) {
        this.#x = x;
      }
      get x() {
        return this.#x;
      }
    }
    const work = (x: number) =>
      [undefined, null, new Point(7), new Uint8Array(3_000_000).fill(5), 'text'].at(x);
    const programs = new Programs();
    const exec = programs.open();
    const list = exec.map(work, [0, 1, 2, 3, 4]);
    await list.wait();
    await exec.close();
    const [nothing, none, point, bytes, text] = await FunctionExecutor.resume(
      list.jobId,
      work,
      programs.options,
    );
    expect([nothing, none, text]).toEqual([undefined, null, 'text']);
    expect(point).toBeInstanceOf(Point);
    expect((point as Point).x).toBe(7);
    expect(Buffer.from(bytes as Uint8Array).equals(Buffer.alloc(3_000_000, 5))).toBe(true);
  });

  it('can be streamed, with their items', async () => {
    const programs = new Programs();
    const exec = programs.open();
    const work = (x: { n: number }) => x.n * 2;
    const list = exec.map(work, [{ n: 1 }, { n: 2 }]);
    await list.wait();
    await exec.close();
    const seen: unknown[] = [];
    for await (const { item, value } of FunctionExecutor.resume(list.jobId, work, programs.options).results())
      seen.push({ item, value });
    expect(seen).toEqual([
      { item: { n: 1 }, value: 2 },
      { item: { n: 2 }, value: 4 },
    ]);
    await programs.cleaned();
  });
});

describe('a call of a persisted job that failed for good', () => {
  class Odd extends RangeError {
    readonly x: number;
    constructor(x: number) {
      super(`${x} is odd`);
      this.x = x;
    }
  }

  it('is not run again, and fails with its own error, class and fields', async () => {
    const marks = newMarks();
    const work = (x: number) => {
      marks.set(`${x} ran ${marks.all.length}`);
      if (x === 1) throw new Odd(x);
      return x;
    };
    const programs = new Programs();
    const exec = programs.open();
    const list = exec.map(work, [0, 1]);
    await rejectionOf(list);
    await exec.close();
    const before = marks.all.length;
    const error = await rejectionOf(FunctionExecutor.resume(list.jobId, work, programs.options));
    expect(error).toBeInstanceOf(Odd);
    expect(error).toMatchObject({ message: '1 is odd', x: 1 });
    expect(error.stack).toMatch(/persisted-jobs\.test\.ts:\d+/);
    expect(marks.all.length).toBe(before);
  });

  it('keeps the job, because the other results were not read; settled() reads them', async () => {
    const work = (x: number) => {
      if (x === 1) throw new Odd(x);
      return x;
    };
    const programs = new Programs();
    const exec = programs.open();
    const list = exec.map(work, [0, 1]);
    await rejectionOf(list);
    await exec.close();
    expect(await programs.keys('manifest')).toHaveLength(1);
    const ends = await FunctionExecutor.resume(list.jobId, work, programs.options).settled();
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await programs.cleaned();
  });

  it('had its retries before: an attempt that failed is counted by who resumes it', async () => {
    const marks = newMarks();
    const work = async (_x: number, { attempt, signal }: { attempt: number; signal: AbortSignal }) => {
      marks.set(`attempt ${attempt}`);
      if (attempt === 2) await marks.seen('never', signal);
      throw new Error(`attempt ${attempt}`);
    };
    const programs = new Programs();
    const exec = programs.open();
    const list = exec.map(work, [0], { retries: 2 });
    await marks.seen('attempt 2');
    await exec.close();
    // Attempt 1 failed, 2 was cut off: one may fail, and one more.
    const error = await rejectionOf(FunctionExecutor.resume(list.jobId, work, programs.options));
    expect(error.message).toBe('attempt 4');
    expect(marks.all).toEqual(['attempt 1', 'attempt 2', 'attempt 3', 'attempt 4']);
  });
});

describe('resume', () => {
  it('refuses another function, and says what differs', async () => {
    const programs = new Programs();
    const exec = programs.open();
    const adding = (amount: number) => (x: number) => x + amount;
    const list = exec.map(adding(1), [1]);
    await list.wait();
    await exec.close();
    expect(
      await rejectionOf(FunctionExecutor.resume(list.jobId, (x: number) => x - 1, programs.options)),
    ).toMatchObject({ code: 'LITHOPS_JOB_MISMATCH', message: expect.stringContaining('its code') });
    expect(await rejectionOf(FunctionExecutor.resume(list.jobId, adding(2), programs.options))).toMatchObject(
      {
        code: 'LITHOPS_JOB_MISMATCH',
        message: expect.stringContaining('values that it closes over differ'),
      },
    );
    expect(await FunctionExecutor.resume(list.jobId, adding(1), programs.options)).toEqual([2]);
  });

  it('says that there is no such job, and refuses what is no name of one', async () => {
    const { options } = new Programs();
    expect(await rejectionOf(FunctionExecutor.resume('abc/M0001', () => 1, options))).toMatchObject({
      code: 'LITHOPS_JOB_NOT_FOUND',
    });
    expect(() => FunctionExecutor.resume('abc', () => 1, options)).toThrow(/executor.*job|job such as/i);
  });

  it('leaves a job alone that another program runs', async () => {
    const programs = new Programs();
    const { marks, work } = countingWork();
    const list = programs.open().map(work, [2]);
    await marks.seen('2 ran as 1');
    expect(await rejectionOf(FunctionExecutor.resume(list.jobId, work, programs.options))).toMatchObject({
      code: 'LITHOPS_JOB_RUNNING',
    });
    marks.set('go');
    expect(await list).toEqual([20]);
  });

  it('runs calls with the limits and variables that the job was begun with', async () => {
    const programs = new Programs();
    const marks = newMarks();
    const work = async (
      _: number,
      { env, signal }: { env: Record<string, string | undefined>; signal: AbortSignal },
    ) => {
      marks.set('started');
      await marks.seen('go', signal);
      return env['LITHOPS_TEST_TOKEN'];
    };
    const exec = programs.open();
    const list = exec.map(work, [1], { extraEnv: { LITHOPS_TEST_TOKEN: 'token-of-the-user' } });
    await marks.seen('started');
    await exec.close();
    marks.set('go');
    expect(await FunctionExecutor.resume(list.jobId, work, programs.options)).toEqual(['token-of-the-user']);
  });

  it('is refused inside a call', async () => {
    const programs = new Programs();
    const error = await rejectionOf(
      programs.open({}).callAsync(() => {
        return new FunctionExecutor({ persist: true }).callAsync(() => 1, undefined);
      }, 0),
    );
    expect(error).toMatchObject({ code: 'LITHOPS_UNSUPPORTED' });
  });
});

describe('a store that takes no input', () => {
  it('fails the job with LITHOPS_PERSIST_FAILED, and the cause', async () => {
    const memory = memoryStorage();
    const storage = defineStoragePlugin({
      name: 'memory',
      section: {},
      worker: new URL(import.meta.url),
      create: async (config, context) => {
        const store = await memory.create({ memory: {}, ...config } as never, context);
        const put = store.put.bind(store);
        store.put = (bucket, key, body, options) =>
          key.includes('/input/') ? Promise.reject(new Error('disk full')) : put(bucket, key, body, options);
        return store;
      },
    });
    const exec = new Programs(storage).open();
    const error = await rejectionOf(exec.map((x: number) => x, [1, 2, 3]));
    expect(error).toMatchObject({ code: 'LITHOPS_PERSIST_FAILED', cause: { message: 'disk full' } });
  });
});

describe('an input without end', () => {
  it('is read and stored a bounded way ahead', async () => {
    const programs = new Programs();
    const exec = programs.open();
    const marks = newMarks();
    let read = 0;
    function* forever() {
      for (;;) yield read++;
    }
    const list = exec.map(async (_: number, { signal }) => marks.seen('go', signal), forever());
    await programs.keysReach('/input/', 2);
    const before = await settledValue(() => read);
    expect(before).toBeLessThan(3000);
    await list.cancel();
  });
});

/** A value once it changes no more, for a number of turns. */
async function settledValue(read: () => number): Promise<number> {
  for (let same = 0, last = -1; ; ) {
    same = read() === last ? same + 1 : 0;
    last = read();
    if (same === 50) return last;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
