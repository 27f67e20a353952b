import { type CallOptions, FunctionExecutor, type MapOptions } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { executorIn, onThisMachine, places, rejectionOf, sharedExecutorIn } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

describe.each(places)('call options on $place', (place) => {
  const exec = sharedExecutorIn(place);

  it('timeoutMs ends a call that waits too long', async () => {
    const started = performance.now();
    const future = exec.callAsync(() => new Promise<never>(() => {}), undefined, { timeoutMs: 200 });
    const error = await rejectionOf(future);
    expect(error).toMatchObject({ code: 'LITHOPS_TIMEOUT', index: 0, attempt: 1 });
    expect(error.message).toContain('200 ms');
    expect(performance.now() - started).toBeLessThan(4000);
  });

  it('timeoutMs is of each call, not of the job', async () => {
    const pause = async (x: number) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return x;
    };
    const list = exec.map(pause, [1, 2, 3, 4, 5, 6], { timeoutMs: 250, chunkSize: 6 });
    expect(await list).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('timeoutMs aborts ctx.signal shortly before', async () => {
    const marks = newMarks();
    const future = exec.callAsync(
      async (_: number, { signal }) => {
        signal.addEventListener('abort', () => marks.set('warned'));
        await marks.seen('never');
      },
      1,
      { timeoutMs: 300 },
    );
    await marks.seen('warned');
    await expect(future).rejects.toMatchObject({ code: 'LITHOPS_TIMEOUT' });
  });

  it('timeoutMs over the limit of the runtime is refused at the call', () => {
    const limited = executorIn(place, { runtimeTimeoutMs: 10_000 });
    expect(() => limited.map((x: number) => x, [1], { timeoutMs: 20_000 })).toThrow(
      /10000 ms \(runtime_timeout\)/,
    );
  });

  it('without timeoutMs, calls in a runtime of a few seconds have half of them', async () => {
    const short = executorIn(place, { runtimeTimeoutMs: 2000 });
    const endless = short.callAsync(() => new Promise<number>(() => undefined), undefined, { retries: 0 });
    await expect(endless).rejects.toMatchObject({
      code: 'LITHOPS_TIMEOUT',
      message: expect.stringContaining('1000 ms'),
    });
  });

  it('extraEnv is the environment of the call, and of no other', async () => {
    const read = (_: number, { env }: { env: Readonly<Record<string, string | undefined>> }) => [
      env['LITHOPS_TEST_COLOUR'],
      process.env['LITHOPS_TEST_COLOUR'],
    ];
    expect(await exec.callAsync(read, 1, { extraEnv: { LITHOPS_TEST_COLOUR: 'red' } })).toEqual([
      'red',
      'red',
    ]);
    expect(await exec.callAsync(read, 1)).toEqual([undefined, undefined]);
  });

  it('concurrency bounds the calls of the job that run at once', async () => {
    const exec = executorIn(place);
    const marks = newMarks();
    const list = exec.map(
      async (x: number) => {
        marks.set(`started ${x}`);
        await marks.seen('go');
        return x;
      },
      [0, 1, 2, 3],
      { concurrency: 1, chunkSize: 1 },
    );
    await marks.seen('started 0');
    await exec.callAsync(() => 'the other slot is free');
    expect(marks.all).toEqual(['started 0']);
    marks.set('go');
    expect(await list).toEqual([0, 1, 2, 3]);
  });

  it('chunkSize puts that many calls into one activation, one after the other', async () => {
    const list = exec.map((x: number) => x * 2, [1, 2, 3, 4, 5], { chunkSize: 2 });
    expect(await list).toEqual([2, 4, 6, 8, 10]);
  });

  it.each([
    ['chunksize', 'chunkSize'],
    ['timeout', 'timeoutMs'],
    ['stopAfterFailure', 'stopAfterFailures'],
    ['extra_env', 'extraEnv'],
  ])('that do not exist are refused with the nearest name: %s', (wrong, right) => {
    const options: object = { [wrong]: 1 };
    const refusal = expect.objectContaining({
      code: 'LITHOPS_UNKNOWN_OPTION',
      message: expect.stringContaining(right),
    });
    expect(() => exec.map((x: number) => x, [1], options)).toThrow(refusal);
    expect(() => exec.map((x: number) => x, [1]).map((x) => x, options)).toThrow(refusal);
  });

  it.each<[CallOptions, RegExp]>([
    [{ timeoutMs: -1 }, /timeoutMs.*at least 1/],
    [{ retries: 1.5 }, /retries.*integer/],
    [{ extraEnv: { A: 1 as never } }, /extraEnv.*strings/],
    [{ signal: 'stop' as never }, /signal.*AbortSignal/],
    [{ retries: { limit: 1, times: 2 } as never }, /no option "times"/],
  ])('with a wrong value are refused: %j', (options, why) => {
    expect(() => exec.callAsync((x: number) => x, 1, options)).toThrow(why);
  });

  it('that bound a map are unknown to a single call', () => {
    const options: MapOptions = { chunkSize: 1 };
    expect(() => exec.callAsync((x: number) => x, 1, options)).toThrow(/no option "chunkSize"/);
  });
});

describe('a call that blocks its worker on localhost', () => {
  it('is stopped at its time limit, and its slot is free again', async () => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1 });
    const blocked = exec.callAsync(
      () => {
        for (;;);
      },
      undefined,
      { timeoutMs: 200 },
    );
    expect(await rejectionOf(blocked)).toMatchObject({ code: 'LITHOPS_TIMEOUT' });
    expect(await exec.callAsync(() => 'free again')).toBe('free again');
  });
});

describe('options of an executor', () => {
  it('that do not exist are refused with the nearest name', () => {
    const options: object = { maxWorker: 2 };
    expect(() => new FunctionExecutor(options)).toThrow(
      expect.objectContaining({
        code: 'LITHOPS_UNKNOWN_OPTION',
        message: expect.stringContaining('Did you mean "maxWorkers"?'),
      }),
    );
  });

  it('that configure badly are refused by the constructor', () => {
    expect(() => new FunctionExecutor({ config: { lithops: { backennd: 'localhost' } } })).toThrow(/backend/);
    expect(() => new FunctionExecutor({ backend: 'no_such_backend' })).toThrow(
      expect.objectContaining({ code: 'LITHOPS_PLUGIN_NOT_FOUND' }),
    );
    expect(() => new FunctionExecutor({ maxWorkers: 0 })).toThrow(/maxWorkers.*at least 1/);
  });

  it('tell progress as calls end', async () => {
    const told: number[] = [];
    await using exec = new FunctionExecutor({
      maxWorkers: 1,
      progress: ({ done, failed, total }) => {
        expect([failed, total]).toEqual([0, 3]);
        told.push(done);
      },
    });
    await exec.map((x: number) => x, [1, 2, 3]);
    await expect.poll(() => told.at(-1)).toBe(3);
  });
});

describe.each(places)('what a later version brings, on $place', (place) => {
  const exec = sharedExecutorIn(place);
  const unsupported = expect.objectContaining({ code: 'LITHOPS_UNSUPPORTED' });

  it('is refused, never ignored', async () => {
    expect(() => place.open({ budgetUsd: 1 })).toThrow(unsupported);
    await expect(exec.estimate((x: number) => x, [1])).rejects.toEqual(unsupported);
    const objects: object = { objChunkSize: 1024 };
    expect(() => exec.map((x: number) => x, [1], objects)).toThrow(/objChunkSize/);
  });

  it('says what to install for plots', async () => {
    const list = exec.map((x: number) => x, [1]);
    await expect(list.plot()).rejects.toMatchObject({
      message: expect.stringContaining('npm i @lithops/plots'),
    });
    await expect(exec.plot()).rejects.toMatchObject({ code: 'LITHOPS_PLUGIN_NOT_FOUND' });
  });
});
