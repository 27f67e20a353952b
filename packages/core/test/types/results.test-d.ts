import type { CallContext, FunctionExecutor, FuturesList, ResponseFuture } from '@lithops/core';
import { describe, expectTypeOf, it } from 'vitest';

declare const exec: FunctionExecutor;

interface Photo {
  readonly file: string;
  readonly width: number;
}
declare const photos: readonly Photo[];
declare function rows(): AsyncIterable<Photo>;

describe('the result of map', () => {
  it('is what the function returns', () => {
    expectTypeOf(exec.map((x: number) => x * x, [1, 2, 3])).toEqualTypeOf<FuturesList<number>>();
  });

  it('is what an async function resolves with', () => {
    expectTypeOf(exec.map(async (x: number) => String(x), [1])).toEqualTypeOf<FuturesList<string>>();
  });

  it('awaited is an array in input order', async () => {
    expectTypeOf(await exec.map((x: number) => ({ x }), [1])).toEqualTypeOf<{ x: number }[]>();
  });

  it('keeps undefined, null and unions', async () => {
    const found = exec.map((x: number) => (x > 1 ? x : undefined), [1, 2]);
    expectTypeOf(await found).toEqualTypeOf<(number | undefined)[]>();
    expectTypeOf(await exec.map((x: number) => (x > 1 ? x : null), [1])).toEqualTypeOf<(number | null)[]>();
    expectTypeOf(await exec.map((_: number) => undefined, [1])).toEqualTypeOf<undefined[]>();
  });

  it('comes from a method reference or a bound function as well', () => {
    class Scaler {
      scale(x: number): Photo {
        return { file: String(x), width: x };
      }
    }
    const scaler = new Scaler();
    expectTypeOf(exec.map(scaler.scale.bind(scaler), [1])).toEqualTypeOf<FuturesList<Photo>>();
    expectTypeOf(exec.map(Math.sqrt, [1])).toEqualTypeOf<FuturesList<number>>();
  });
});

describe('the item of map', () => {
  it('is inferred from an array, a Set, a Map, a generator', () => {
    exec.map((photo) => expectTypeOf(photo).toEqualTypeOf<Photo>(), photos);
    exec.map((name) => expectTypeOf(name).toEqualTypeOf<string>(), new Set(['a']));
    exec.map((entry) => expectTypeOf(entry).toEqualTypeOf<[string, number]>(), new Map([['a', 1]]));
    function* numbers(): Generator<number> {
      yield 1;
    }
    exec.map((x) => expectTypeOf(x).toEqualTypeOf<number>(), numbers());
  });

  it('is inferred from an async iterable', () => {
    exec.map((photo) => expectTypeOf(photo).toEqualTypeOf<Photo>(), rows());
  });

  it('of a chained list is its result', () => {
    const widths = exec.map((photo: Photo) => photo.width, photos);
    exec.map((width) => expectTypeOf(width).toEqualTypeOf<number>(), widths);
    expectTypeOf(widths.map((width) => String(width))).toEqualTypeOf<FuturesList<string>>();
    expectTypeOf(widths.reduce((all) => all.length)).toEqualTypeOf<ResponseFuture<number>>();
  });

  it('of a tuple in the input is a tuple', () => {
    const pairs: [string, number][] = [['a', 1]];
    const list = exec.map(([name, n]) => `${name}${n}`, pairs);
    expectTypeOf(list).toEqualTypeOf<FuturesList<string>>();
  });

  it('must be what the function takes', () => {
    // @ts-expect-error: numbers for a function of strings
    exec.map((text: string) => text.length, [1, 2, 3]);
    const numbers = exec.map((x: number) => x, [1]);
    // @ts-expect-error: a list of numbers for a function of photos
    exec.map((photo: Photo) => photo.width, numbers);
  });

  it('is never a letter: a bare string is refused, a list of one is not', () => {
    const count = (text: string) => text.length;
    // @ts-expect-error: a bare string would be read letter by letter
    exec.map(count, 'some text');
    // @ts-expect-error: neither for a reduce
    exec.mapReduce(count, 'some text', (lengths) => lengths.length);
    expectTypeOf(exec.map(count, ['some text'])).toEqualTypeOf<FuturesList<number>>();
  });

  it('comes from something that can be read', () => {
    // @ts-expect-error: a number is no list
    exec.map((x: number) => x, 3);
    // @ts-expect-error: an object is no list
    exec.map((x: number) => x, { a: 1 });
    // @ts-expect-error: the input is missing
    exec.map((x: number) => x);
  });
});

describe('the function', () => {
  it('gets the call as its second argument', () => {
    exec.map(
      (_, ctx) => {
        expectTypeOf(ctx).toEqualTypeOf<CallContext>();
        expectTypeOf(ctx.attempt).toEqualTypeOf<number>();
        expectTypeOf(ctx.signal).toEqualTypeOf<AbortSignal>();
        expectTypeOf(ctx.env).toEqualTypeOf<Readonly<Record<string, string | undefined>>>();
        expectTypeOf(ctx.rabbitmq).toEqualTypeOf<{ readonly amqpUrl: string } | undefined>();
        return ctx.callId;
      },
      [1],
    );
  });

  it('takes no third argument', () => {
    // @ts-expect-error: nobody would pass it
    exec.map((x: number, _ctx: CallContext, extra: string) => extra + x, [1]);
  });
});

describe('callAsync', () => {
  it('is a future of the result', async () => {
    const future = exec.callAsync((x: number) => x > 1, 2);
    expectTypeOf(future).toEqualTypeOf<ResponseFuture<boolean>>();
    expectTypeOf(await future).toEqualTypeOf<boolean>();
    expectTypeOf(future.result()).toEqualTypeOf<Promise<boolean>>();
  });

  it('needs no data when the function takes none', () => {
    expectTypeOf(exec.callAsync(() => 'hello')).toEqualTypeOf<ResponseFuture<string>>();
    expectTypeOf(exec.callAsync(async () => 1)).toEqualTypeOf<ResponseFuture<number>>();
    // @ts-expect-error: the data is missing
    exec.callAsync((x: number) => x);
  });

  it('takes a string, an array or an object as one item', () => {
    expectTypeOf(exec.callAsync((text: string) => text.length, 'some text')).toEqualTypeOf<
      ResponseFuture<number>
    >();
    exec.callAsync((all) => expectTypeOf(all).toEqualTypeOf<number[]>(), [1, 2]);
    exec.callAsync((one) => expectTypeOf(one).toEqualTypeOf<Photo>(), { file: 'a', width: 1 } as Photo);
    // @ts-expect-error: one number for a function of an array
    exec.callAsync((all: number[]) => all.length, 1);
  });

  it('takes a list of futures as its results', () => {
    const list = exec.map((x: number) => String(x), [1]);
    expectTypeOf(exec.callAsync((all: string[]) => all.join(), list)).toEqualTypeOf<ResponseFuture<string>>();
    exec.callAsync((all) => expectTypeOf(all).toEqualTypeOf<string[]>(), list);
  });
});

describe('mapReduce', () => {
  it('is a future of what the reducer returns, which gets the map results', () => {
    const total = exec.mapReduce(
      (photo) => photo.width,
      photos,
      (widths) => {
        expectTypeOf(widths).toEqualTypeOf<number[]>();
        return widths.reduce((a, b) => a + b, 0);
      },
    );
    expectTypeOf(total).toEqualTypeOf<ResponseFuture<number>>();
  });

  it('sees through async functions on both sides', () => {
    const total = exec.mapReduce(
      async (x: number) => ({ x }),
      [1],
      async (all) => {
        expectTypeOf(all).toEqualTypeOf<{ x: number }[]>();
        return all.map(({ x }) => x);
      },
    );
    expectTypeOf(total).toEqualTypeOf<ResponseFuture<number[]>>();
  });

  it('refuses a reducer of something else', () => {
    const join = (texts: string[]) => texts.join();
    // @ts-expect-error: the reducer gets numbers
    exec.mapReduce((x: number) => x, [1], join);
  });
});
