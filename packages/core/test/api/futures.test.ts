import { describe, expect, it } from 'vitest';
import {
  executorIn,
  inThisProcess,
  places,
  rejectionOf,
  sharedExecutorIn,
  streamed,
} from '../support/executors.js';
import { newMarks } from '../support/gates.js';

describe.each(places)('a future on $place', (place) => {
  const exec = sharedExecutorIn(place);

  it('goes from new over running to success', async () => {
    const marks = newMarks();
    const future = exec.callAsync(async (x: number) => {
      marks.set('running');
      await marks.seen('go');
      return x;
    }, 7);
    expect(future.state).toBe('new');
    await marks.seen('running');
    await expect.poll(() => future.state).toBe('running');
    expect(future.stats).toMatchObject({ attempts: 1, execMs: undefined });
    marks.set('go');
    expect(await future.wait()).toBe('success');
    expect(future.state).toBe('success');
    expect(future.stats.execMs).toBeGreaterThan(0);
    expect(future.stats.peakMemoryMb).toBeGreaterThan(1);
    expect(future.error).toBeUndefined();
    expect(future.object).toBeUndefined();
  });

  it('of a failed call has its error; waiting for it does not reject', async () => {
    const future = exec.callAsync(() => {
      throw new TypeError('no');
    });
    expect(await future.wait()).toBe('error');
    expect(future.error).toBeInstanceOf(TypeError);
    await expect(future.wait({ throwOnError: true })).rejects.toThrow('no');
    await expect(future.result()).rejects.toBe(future.error);
  });

  it('is a promise', async () => {
    const future = exec.callAsync((x: number) => x + 1, 1);
    expect(await future.then((x) => x * 10)).toBe(20);
    expect(await Promise.all([future, future.result(), future.finally(() => undefined)])).toEqual([2, 2, 2]);
    expect(Object.prototype.toString.call(future)).toBe('[object ResponseFuture]');
    const failed = exec.callAsync(() => {
      throw new Error('no');
    });
    expect(await failed.catch((error: Error) => error.message)).toBe('no');
  });

  it('has the index and the call id of its item', async () => {
    const list = exec.map((_: string, ctx) => [ctx.index, ctx.callId, ctx.jobId, ctx.executorId], ['a', 'b']);
    const [, second] = [...list];
    expect([second?.index, second?.callId]).toEqual([1, '00000001']);
    const jobId = list.jobId.slice(exec.executorId.length + 1);
    expect(list.jobId).toBe(`${exec.executorId}/${jobId}`);
    expect(await second).toEqual([1, '00000001', jobId, exec.executorId]);
  });

  it('is cancelled alone', async () => {
    const marks = newMarks();
    const list = exec.map(
      async (x: number) => {
        await marks.seen('go');
        return x;
      },
      [0, 1],
      { chunkSize: 1 },
    );
    await list.at(0)?.cancel();
    expect(list.at(0)?.state).toBe('cancelled');
    marks.set('go');
    expect(await list.at(1)).toBe(1);
    await expect(list.at(0)?.result()).rejects.toMatchObject({
      code: 'LITHOPS_CANCELLED',
      index: 0,
      callId: '00000000',
    });
  });
});

describe('a future on a backend that keeps no logs', () => {
  it('says so', async () => {
    const future = executorIn(inThisProcess).callAsync(() => 1);
    expect(await future).toBe(1);
    await expect(future.logs()).rejects.toMatchObject({ code: 'LITHOPS_UNSUPPORTED' });
  });
});

describe.each(places)('a list of futures on $place', (place) => {
  const exec = sharedExecutorIn(place);
  const orThrow = (x: number) => {
    if (x % 2 === 0) throw new RangeError(`${x} is even`);
    return x;
  };

  it('of sized input has its length at once, of an iterator as it is read', async () => {
    const same = (x: number) => x;
    expect(exec.map(same, [1, 2, 3]).length).toBe(3);
    expect(exec.map(same, new Set([1, 2])).length).toBe(2);
    function* numbers() {
      yield* [1, 2, 3];
    }
    const list = exec.map(same, numbers());
    expect(list.length).toBe(0);
    await list;
    expect(list.length).toBe(3);
  });

  it('is spread for an array and indexed by at(), from either end', async () => {
    const list = exec.map((x: number) => x * 2, [1, 2, 3]);
    expect(await Promise.all([...list])).toEqual([2, 4, 6]);
    expect(await list.at(-1)).toBe(6);
    expect(list.at(3)).toBeUndefined();
    expect(list.at(0.5)).toBeUndefined();
    expect(Array.isArray(list)).toBe(false);
  });

  it('streams results in the order in which calls end, with their items', async () => {
    const marks = newMarks();
    const list = exec.map(
      async (name: string) => {
        if (name === 'slow') await marks.seen('go');
        return name.length;
      },
      ['slow', 'ok', 'fine'],
      { chunkSize: 1 },
    );
    const seen: unknown[] = [];
    for await (const { index, item, value, future } of streamed(list)) {
      seen.push([index, item, value, future.index]);
      if (seen.length === 2) marks.set('go');
    }
    expect(seen).toEqual([
      [1, 'ok', 2, 1],
      [2, 'fine', 4, 2],
      [0, 'slow', 4, 0],
    ]);
  });

  it('awaited rejects with the first failure, and the other calls run on', async () => {
    const marks = newMarks();
    const list = exec.map(
      async (x: number) => {
        if (x === 0) throw new Error('zero');
        await marks.seen('go');
        return x;
      },
      [0, 1],
      { chunkSize: 1 },
    );
    expect((await rejectionOf(list)).message).toBe('zero');
    marks.set('go');
    expect(await list.at(1)).toBe(1);
  });

  it('gives outcomes, failed ones among them', async () => {
    const found = new Map<number, unknown>();
    for await (const outcome of exec.map(orThrow, [1, 2, 3]).outcomes()) {
      found.set(outcome.index, outcome);
      if (outcome.status === 'rejected') {
        expect(outcome.reason.name).toBe('CallError');
        expect(outcome.reason.code).toBe('LITHOPS_CALL_FAILED');
        expect(outcome.reason.cause).toBeInstanceOf(RangeError);
        expect(outcome.future.error).toBe(outcome.reason.cause);
      }
    }
    expect(found.size).toBe(3);
    expect(found.get(0)).toMatchObject({ item: 1, status: 'fulfilled', value: 1 });
    expect(found.get(1)).toMatchObject({ item: 2, status: 'rejected', reason: { index: 1, attempt: 1 } });
  });

  it('settles in input order and never rejects', async () => {
    const ends = await exec.map(orThrow, [1, 2, 3]).settled();
    expect(ends).toEqual([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: expect.any(RangeError) },
      { status: 'fulfilled', value: 3 },
    ]);
  });

  it('streamed plainly throws at the first failure and cancels the rest', async () => {
    const marks = newMarks();
    const list = exec.map(
      async (x: number) => {
        if (x === 0) throw new Error('zero');
        await marks.seen('never');
        return x;
      },
      [0, 1],
      { chunkSize: 1 },
    );
    const read = async () => {
      for await (const _ of streamed(list)) expect.unreachable();
    };
    await expect(read()).rejects.toThrow('zero');
    await expect.poll(() => list.at(1)?.state).toBe('cancelled');
  });

  it('stops dispatch after that many failures', async () => {
    const marks = newMarks();
    const list = exec.map(
      (x: number) => {
        marks.set(String(x));
        throw new Error(`no ${x}`);
      },
      Array.from({ length: 100 }, (_, index) => index),
      { stopAfterFailures: 2, concurrency: 1, chunkSize: 1 },
    );
    const error = await rejectionOf(list);
    expect(error).toMatchObject({ code: 'LITHOPS_TOO_MANY_FAILURES' });
    expect((error.cause as AggregateError).errors.map(({ message }: Error) => message)).toEqual([
      'no 0',
      'no 1',
    ]);
    expect(marks.all).toEqual(['0', '1']);
    expect(list.at(99)?.state).toBe('cancelled');
    expect(list.at(99)?.error).toMatchObject({ code: 'LITHOPS_TOO_MANY_FAILURES', index: 99 });
  });

  it('cancels all that has not ended', async () => {
    const marks = newMarks();
    const list = exec.map(
      async (x: number) => {
        if (x > 0) await marks.seen('never');
        return x;
      },
      [0, 1, 2],
      { chunkSize: 1 },
    );
    await list.at(0);
    await list.cancel();
    expect([...list].map(({ state }) => state)).toEqual(['success', 'cancelled', 'cancelled']);
    await expect(list).rejects.toMatchObject({ code: 'LITHOPS_CANCELLED' });
  });
});
