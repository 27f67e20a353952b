import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { onThisMachine, places, rejectionOf, sharedExecutorIn } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

describe.each(places)('results on $place', (place) => {
  const exec = sharedExecutorIn(place);

  it('of map are in input order, whichever call ends first', async () => {
    const marks = newMarks();
    const results = await exec.map(
      async (x: number) => {
        if (x === 1) await marks.seen('2');
        marks.set(String(x));
        return x * x;
      },
      [1, 2, 3],
      { chunkSize: 1 },
    );
    expect(results).toEqual([1, 4, 9]);
  });

  it('keep undefined and null in their places', async () => {
    const pick = (x: number) => (x === 0 ? undefined : x === 1 ? null : x);
    const list = exec.map(pick, [0, 1, 2, 0]);
    expect(await list).toEqual([undefined, null, 2, undefined]);
    expect(await exec.getResult(list)).toEqual([undefined, null, 2, undefined]);
    expect(await exec.callAsync(pick, 0)).toBeUndefined();
    expect(await exec.callAsync(pick, 1)).toBeNull();
  });

  it('that somebody prints without awaiting them say so, and how far they are', async () => {
    const list = exec.map((x: number) => x, [1, 2, 3]);
    expect(inspect(list)).toMatch(
      /^FuturesList \{ .*\/M\d{4}: 0 of 3 calls ended; await it for the results \}$/,
    );
    const future = exec.callAsync(() => 1);
    expect(inspect(future)).toMatch(
      /^ResponseFuture \{ call 0 of .*\/A\d{4}: (new|invoked); await it for the result \}$/,
    );
    await Promise.all([list, future]);
    expect(inspect(list)).toContain('3 of 3 calls ended');
    expect(inspect(future)).toContain(': success;');
  });

  it('of empty input are an empty list, of one item a list of one', async () => {
    const same = (x: number) => x;
    const none = exec.map(same, []);
    expect(none.length).toBe(0);
    expect(await none).toEqual([]);
    expect(await none.settled()).toEqual([]);
    expect(await none.wait()).toEqual({ done: [], notDone: [] });
    expect(await exec.map(same, [7])).toEqual([7]);
    expect(await exec.mapReduce(same, [] as number[], (all) => all.length)).toBe(0);
  });

  it('come from every kind of input', async () => {
    async function* later() {
      yield 1;
      yield 2;
    }
    function* now() {
      yield 1;
      yield 2;
    }
    const double = (x: number) => x * 2;
    expect(await exec.map(double, new Set([1, 2]))).toEqual([2, 4]);
    expect(await exec.map(double, now())).toEqual([2, 4]);
    expect(await exec.map(double, later())).toEqual([2, 4]);
    expect(await exec.map(double, Float64Array.of(1, 2))).toEqual([2, 4]);
    expect(await exec.map(([key, value]) => `${key}${value}`, new Map([['a', 1]]))).toEqual(['a1']);
  });

  it('of callAsync come from data as it was at the call', async () => {
    const data = { numbers: [1, 2, 3] };
    const sum = exec.callAsync(({ numbers }) => numbers.reduce((a, b) => a + b), data);
    data.numbers.push(100);
    expect(await sum).toBe(6);
  });

  it('of map come from items as they are when their turn comes', async () => {
    const marks = newMarks();
    const items = Array.from({ length: 100 }, (_, n) => ({ n }));
    const list = exec.map(
      async ({ n }) => {
        marks.set(`started ${n}`);
        await marks.seen('go');
        return n;
      },
      items,
      { chunkSize: 1 },
    );
    await marks.seen('started 0');
    items[99] = { n: -1 };
    marks.set('go');
    expect((await list).slice(-2)).toEqual([98, -1]);
  });

  it('are copies: what a call changes stays there', async () => {
    const item = { n: 1 };
    const [changed] = await exec.map(
      (given) => {
        given.n = 2;
        return given;
      },
      [item],
    );
    expect(changed).toEqual({ n: 2 });
    expect(item).toEqual({ n: 1 });
  });

  it('are any structured-clone value, and functions', async () => {
    const value = {
      map: new Map([['a', new Set([1n])]]),
      date: new Date(0),
      bytes: new Uint8Array([1, 2]),
      expression: /a+/giu,
      nothing: undefined,
    };
    expect(await exec.callAsync((given) => given, value)).toEqual(value);
    const add = await exec.callAsync((n: number) => (x: number) => x + n, 2);
    expect(add(40)).toBe(42);
  });
});

describe('a function on localhost', () => {
  const exec = sharedExecutorIn(onThisMachine);

  it('is taken as it is at the call, with what it closes over', async () => {
    const factor = { value: 2 };
    const product = exec.callAsync((x: number) => x * factor.value, 3);
    factor.value = 1000;
    expect(await product).toBe(6);
  });
});

describe.each(places)('mapReduce on $place', (place) => {
  const exec = sharedExecutorIn(place);

  it('gives the reducer all map results in order', async () => {
    const words = exec.mapReduce(
      (text: string) => text.toUpperCase(),
      ['a', 'b', 'c'],
      (all) => all.join(''),
    );
    expect(await words).toBe('ABC');
  });

  it('fails with the failed map call, without running the reducer', async () => {
    const marks = newMarks();
    const reduced = exec.mapReduce(
      (x: number) => {
        if (x === 2) throw new RangeError('two is too much');
        return x;
      },
      [1, 2],
      (all) => {
        marks.set('reduced');
        return all.length;
      },
    );
    const error = await rejectionOf(reduced);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe('two is too much');
    expect(marks.all).toEqual([]);
  });

  it('takes options for the reducer alone', async () => {
    const never = exec.mapReduce(
      (x: number) => x,
      [1],
      () => new Promise<never>(() => {}),
      { reduce: { timeoutMs: 200 }, spawnReducer: 50 },
    );
    expect(await rejectionOf(never)).toMatchObject({ code: 'LITHOPS_TIMEOUT' });
  });
});

describe.each(places)('chaining on $place', (place) => {
  const exec = sharedExecutorIn(place);

  it('begins with each result as soon as it is there', async () => {
    const marks = newMarks();
    const first = exec.map(
      async (x: number) => {
        if (x === 1) await marks.seen('second job saw 2');
        return x;
      },
      [1, 2],
      { chunkSize: 1 },
    );
    const second = first.map(
      (x) => {
        marks.set(`second job saw ${x}`);
        return x * 10;
      },
      { chunkSize: 1 },
    );
    expect(await second).toEqual([10, 20]);
  });

  it('takes a list as input of map, as data of callAsync, and reduces it', async () => {
    const numbers = exec.map((x: number) => x + 1, [1, 2, 3]);
    expect(await exec.map((x) => x * 2, numbers)).toEqual([4, 6, 8]);
    expect(await exec.callAsync((all: number[]) => all, numbers)).toEqual([2, 3, 4]);
    expect(await numbers.reduce((all) => Math.max(...all))).toBe(4);
    expect(await numbers).toEqual([2, 3, 4]);
  });

  it('fails only what depends on the failed call', async () => {
    const first = exec.map(
      (x: number) => {
        if (x === 2) throw new Error('no two');
        return x;
      },
      [1, 2, 3],
    );
    const ends = await first.map((x) => x * 10).settled();
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await rejectionOf(first.reduce((all) => all.length))).toMatchObject({ message: 'no two' });
  });
});

describe.each(places)('arguments on $place', (place) => {
  const exec = sharedExecutorIn(place);

  it('that are no function or no list are refused by the method itself', () => {
    const anything: never[] = [];
    const map = (...args: unknown[]) => Reflect.apply(exec.map, exec, args);
    expect(() => map('not a function', anything)).toThrow(/Expected the function of map to be a function/);
    expect(() => map(String, 'some text')).toThrow(/bare string.*\[text\]/);
    expect(() => map(String, 7)).toThrow(/Expected the input of map to be iterable/);
    expect(() => map(String)).toThrow(/Expected the input of map to be iterable.*undefined/);
    expect(() =>
      exec.map(
        function* numbers(x: number) {
          yield x;
        },
        [1],
      ),
    ).toThrow(/one result, got the generator function numbers\. Collect inside/);
    expect(() => map(class Point {}, [1])).toThrow(/got the class Point\. .*\(x\) => new Point\(x\)\.$/);
    expect(() => map(String, Promise.resolve([1]))).toThrow(
      /to be there already: await it first, got Promise/,
    );
    expect(() => map(function* () {}, [1])).toThrow(
      /got the generator function \(no name\)\. Collect inside/,
    );
  });

  it('that mention an executor or its futures are told what to do instead, also by another method of a class', async () => {
    class Pipeline {
      step(x: number): number {
        return x + 1;
      }
      async run(items: readonly number[]): Promise<number[]> {
        return await exec.map(this.step, items);
      }
    }
    const list = exec.map((x: number) => x, [1]);
    expect(() => exec.map((x: number) => new Pipeline().step(x), [1])).toThrow(
      /function → Pipeline → exec: an instance of FunctionExecutor.*ctx\.map.*pass the executor to that method/,
    );
    expect(() => exec.map((x: number) => list.at(x), [1])).toThrow(/function → list.*Await it first/);
    const items = [{ with: exec }];
    await expect(exec.map((x: object) => x, items)).rejects.toThrow(/item\.with.*ctx\.map/);
  });

  it('that cannot travel are refused with their path', async () => {
    const socket = new WeakMap();
    expect(() => exec.map((x: number) => [x, socket], [1])).toThrow(
      expect.objectContaining({ name: 'ClosureError', message: expect.stringContaining('socket') }),
    );
    const list = exec.map((x: unknown) => typeof x, [1, { db: { socket } }, 3]);
    const ends = await list.settled();
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(list.at(1)?.error).toMatchObject({ message: expect.stringContaining('item.db.socket') });
  });
});
