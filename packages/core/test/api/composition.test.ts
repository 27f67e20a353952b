import { type CallContext, type Continuation, FunctionExecutor, type Returned } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { executorIn, onThisMachine, places, rejectionOf, sharedExecutorIn } from '../support/executors.js';

describe.each(places)('work that a call hands over on $place', (place) => {
  const exec = sharedExecutorIn(place, { maxWorkers: 1 });

  it('by ctx.map becomes the results of the call', async () => {
    const lists = exec.map((n: number, ctx) => ctx.map((x: number) => x * n, [1, 2, 3]), [1, 10]);
    expect(await lists).toEqual([
      [1, 2, 3],
      [10, 20, 30],
    ]);
  });

  it('by ctx.callAsync becomes its result, by an async function too', async () => {
    const future = exec.callAsync(async (n: number, ctx) => {
      await Promise.resolve();
      return ctx.callAsync((x: number) => x + 1, n);
    }, 41);
    expect(await future).toBe(42);
  });

  it('by ctx.mapReduce becomes what its reducer returns', async () => {
    const future = exec.callAsync(
      (n: number, { mapReduce }) =>
        mapReduce(
          (x: number) => x * n,
          [1, 2, 3],
          (all) => all.reduce((a, b) => a + b),
        ),
      10,
    );
    expect(await future).toBe(60);
  });

  it('recurs without a worker waiting for another', async () => {
    function fibonacci(n: number, ctx: CallContext): Returned<number> {
      if (n < 2) return n;
      return ctx.mapReduce(fibonacci, [n - 1, n - 2], ([a = 0, b = 0]) => a + b);
    }
    expect(await exec.callAsync(fibonacci, 6)).toBe(8);
  });

  it('has no `then`, and cannot be mistaken for a result', async () => {
    const seen = exec.callAsync((n: number, ctx) => {
      const work: Continuation<number> = ctx.callAsync((x: number) => x, n);
      return [typeof work.jobId, 'then' in work];
    }, 1);
    expect(await seen).toEqual(['string', false]);
  });

  it('fails the call with its own error', async () => {
    const future = exec.callAsync(
      (_: number, ctx) =>
        ctx.map(
          (x: number) => {
            if (x === 2) throw new RangeError('two');
            return x;
          },
          [1, 2],
        ),
      1,
    );
    const error = await rejectionOf(future);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe('two');
    expect(future.state).toBe('error');
  });

  it('takes options, and names those that do not exist', async () => {
    const extraEnv = { NESTED_LEVEL: '2' };
    const level = exec.callAsync(
      (_: number, ctx) => ctx.callAsync((_item, inner) => inner.env['NESTED_LEVEL'], 0, { extraEnv }),
      1,
    );
    expect(await level).toBe('2');
    const wrong = exec.callAsync(
      (_: number, ctx) => Reflect.apply(ctx.map, ctx, [String, [1], { chunksize: 1 }]),
      1,
    );
    expect(await rejectionOf(wrong)).toMatchObject({
      code: 'LITHOPS_UNKNOWN_OPTION',
      message: expect.stringContaining('chunkSize'),
    });
  });

  it('refuses a bare string there as well', async () => {
    const wrong = exec.callAsync((_: number, ctx) => Reflect.apply(ctx.map, ctx, [String, 'some text']), 1);
    expect(await rejectionOf(wrong)).toMatchObject({ code: 'LITHOPS_INVALID_ARGUMENT' });
  });
});

describe.each(places)('a future that a call returns on $place', (place) => {
  const exec = sharedExecutorIn(place, { maxWorkers: 1 });

  it('is run by the client when the function is not async', async () => {
    const future = exec.callAsync(
      (n: number) => new FunctionExecutor().callAsync((x: number) => x * 2, n),
      21,
    );
    expect(await future).toBe(42);
  });

  it('may be a list', async () => {
    const lists = exec.map((n: number) => new FunctionExecutor().map((x: number) => x * n, [1, 2]), [1, 10]);
    expect(await lists).toEqual([
      [1, 2],
      [10, 20],
    ]);
  });
});

describe.each(places)('an executor inside a call on $place', (place) => {
  it('has an id below its call, and the storage of the caller', async () => {
    const exec = executorIn(place, { maxWorkers: 1 });
    const ids = exec.callAsync(async (_: number, ctx) => {
      await using nested = new FunctionExecutor();
      const [id] = await nested.map((_item: number, inner) => inner.executorId, [1]);
      return { parent: `${ctx.executorId}.${ctx.jobId}.${ctx.callId}`, id: String(id) };
    }, 1);
    const { parent, id } = await ids;
    expect(id.startsWith(`${parent}.`)).toBe(true);
  });

  it('sees what the caller stored', async () => {
    const exec = executorIn(place, { maxWorkers: 1 });
    const text = exec.callAsync(async (_: number, ctx) => {
      const reference = await ctx.storage.putCloudObject('from the caller');
      await using nested = new FunctionExecutor();
      return await nested.callAsync(async (object, inner) => {
        const bytes = await inner.storage.getCloudObject(object);
        return new TextDecoder().decode(bytes);
      }, reference);
    }, 1);
    expect(await text).toBe('from the caller');
  });
});

describe('executors nested and awaited on localhost', () => {
  it('never deadlock: one worker, three levels', async () => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1 });
    const total = exec.callAsync(async (n: number) => {
      await using second = new FunctionExecutor();
      const sums = await second.map(
        async (x: number) => {
          await using third = new FunctionExecutor();
          const leaves = await third.map((y: number) => y * x, [1, 2]);
          return leaves.reduce((a, b) => a + b);
        },
        [n, n + 1],
      );
      return sums.reduce((a, b) => a + b);
    }, 1);
    expect(await total).toBe(9);
  });

  it('never deadlock when every worker waits', async () => {
    const exec = executorIn(onThisMachine, { maxWorkers: 2 });
    const totals = exec.map(
      async (n: number) => {
        await using nested = new FunctionExecutor();
        const parts = await nested.map((x: number) => x * n, [1, 2, 3]);
        return parts.reduce((a, b) => a + b);
      },
      [1, 2, 3, 4, 5, 6],
      { chunkSize: 1 },
    );
    expect(await totals).toEqual([6, 12, 18, 24, 30, 36]);
  });
});
