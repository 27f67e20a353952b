import {
  type CallContext,
  type Continuation,
  FunctionExecutor,
  type FuturesList,
  type MapOptions,
  type ResponseFuture,
  type Returned,
} from '@lithops/core';
import { describe, expectTypeOf, it } from 'vitest';

declare const exec: FunctionExecutor;

describe('work handed over', () => {
  it('gives the call its result', () => {
    const lists = exec.map((n: number, ctx) => ctx.map((x: number) => x * n, [1, 2]), [1]);
    expectTypeOf(lists).toEqualTypeOf<FuturesList<number[]>>();
    const one = exec.callAsync((n: number, ctx) => ctx.callAsync((x: number) => String(x), n), 1);
    expectTypeOf(one).toEqualTypeOf<ResponseFuture<string>>();
    const total = exec.callAsync(
      (n: number, ctx) =>
        ctx.mapReduce(
          (x: number) => x,
          [n],
          (all) => all.length > 0,
        ),
      1,
    );
    expectTypeOf(total).toEqualTypeOf<ResponseFuture<boolean>>();
  });

  it('is seen through async functions', () => {
    const lists = exec.map(async (n: number, ctx) => ctx.map((x: number) => x * n, [1, 2]), [1]);
    expectTypeOf(lists).toEqualTypeOf<FuturesList<number[]>>();
    const one = exec.callAsync(async (n: number, ctx) => {
      await Promise.resolve();
      return ctx.callAsync(async (x: number) => ({ x }), n);
    }, 1);
    expectTypeOf(one).toEqualTypeOf<ResponseFuture<{ x: number }>>();
  });

  it('may be handed over by some calls and not by others', () => {
    function fibonacci(n: number, ctx: CallContext): Returned<number> {
      if (n < 2) return n;
      return ctx.mapReduce(fibonacci, [n - 1, n - 2], ([a = 0, b = 0]) => a + b);
    }
    expectTypeOf(exec.callAsync(fibonacci, 10)).toEqualTypeOf<ResponseFuture<number>>();
    const either = exec.map((n: number, ctx) => (n > 1 ? ctx.callAsync((x: number) => x, n) : n), [1]);
    expectTypeOf(either).toEqualTypeOf<FuturesList<number>>();
  });

  it('nests', () => {
    const deep = exec.callAsync(
      (n: number, outer) =>
        outer.map((x: number, inner) => inner.callAsync((y: number) => String(y), x), [n]),
      1,
    );
    expectTypeOf(deep).toEqualTypeOf<ResponseFuture<string[]>>();
  });

  it('has no `then`: nobody can wait for it inside the call', () => {
    exec.callAsync((n: number, ctx) => {
      const work = ctx.map((x: number) => x, [n]);
      expectTypeOf(work).toEqualTypeOf<Continuation<number[]>>();
      expectTypeOf(work).not.toHaveProperty('then');
      expectTypeOf(work.jobId).toEqualTypeOf<string>();
      return work;
    }, 1);
  });

  it('has the signatures of the executor', () => {
    exec.callAsync((n: number, ctx) => {
      // @ts-expect-error: a bare string
      ctx.map((text: string) => text, 'text');
      // @ts-expect-error: no such option
      ctx.map((x: number) => x, [n], { chunksize: 1 });
      const join = (texts: string[]) => texts.join();
      // @ts-expect-error: the reducer gets numbers
      ctx.mapReduce((x: number) => x, [n], join);
      return ctx.map((x: number) => x, [n], { chunkSize: 1, retries: 2 });
    }, 1);
  });
});

describe('a future that a function returns', () => {
  it('gives the call its result', () => {
    const nested = exec.callAsync((n: number) => new FunctionExecutor().map((x: number) => x > n, [1, 2]), 1);
    expectTypeOf(nested).toEqualTypeOf<ResponseFuture<boolean[]>>();
  });
});

describe('generic wrappers', () => {
  it('pass function and result on', () => {
    function timed<T, R>(fn: (item: T, ctx: CallContext) => Returned<R>, items: T[]): FuturesList<R> {
      return exec.map(fn, items);
    }
    expectTypeOf(timed((x: number) => String(x), [1])).toEqualTypeOf<FuturesList<string>>();
    expectTypeOf(timed(async (x: number) => [x], [1])).toEqualTypeOf<FuturesList<number[]>>();
    expectTypeOf(timed((x: number, ctx) => ctx.map((y: number) => y, [x]), [1])).toEqualTypeOf<
      FuturesList<number[]>
    >();
  });

  it('take options and defaults of their own', () => {
    interface Options extends MapOptions {
      readonly label?: string | undefined;
    }
    async function labelled<T, R>(
      items: readonly T[],
      fn: (item: T) => Returned<R>,
      { label, ...options }: Options = {},
    ) {
      const results = await exec.map(fn, items, { retries: 2, ...options });
      return { label, results };
    }
    expectTypeOf(labelled([1], (x) => x > 0)).toEqualTypeOf<
      Promise<{ label: string | undefined; results: boolean[] }>
    >();
  });

  it('hand an async generator on, so that results of one job feed the next', () => {
    async function* large(source: FuturesList<number>): AsyncGenerator<number> {
      for await (const { value } of source.outcomes() as AsyncIterable<{ value: number }>) yield value;
    }
    const first = exec.map((x: number) => x * 2, [1]);
    expectTypeOf(exec.map((x: number) => x > 3, large(first))).toEqualTypeOf<FuturesList<boolean>>();
  });
});

describe('Returned', () => {
  it('is the value now, later, or as work handed over', () => {
    expectTypeOf<number>().toExtend<Returned<number>>();
    expectTypeOf<Promise<number>>().toExtend<Returned<number>>();
    expectTypeOf<Continuation<number>>().toExtend<Returned<number>>();
    expectTypeOf<Promise<Continuation<number>>>().toExtend<Returned<number>>();
    expectTypeOf<Promise<string>>().not.toExtend<Returned<number>>();
    expectTypeOf<Continuation<string>>().not.toExtend<Returned<number>>();
  });
});
