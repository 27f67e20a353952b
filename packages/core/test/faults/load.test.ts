import { describe, expect, it } from 'vitest';
import { executorIn, places, sharedExecutorIn, streamed } from '../support/executors.js';

const numbers = (length: number): number[] => Array.from({ length }, (_, n) => n);

describe.each(places)('many things at once on $place', (place) => {
  it('two jobs do not take each other their input, results or failures', async () => {
    const exec = executorIn(place);
    const items = numbers(100);
    const [first, second] = [
      exec.map((n: number) => `first ${n}`, items),
      exec.map((n: number) => {
        if (n % 2 === 1) throw new Error(`second ${n}`);
        return `second ${n}`;
      }, items),
    ];
    expect(await first).toEqual(items.map((n) => `first ${n}`));
    const ends = await second.settled();
    expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : end.reason.message))).toEqual(
      items.map((n) => `second ${n}`),
    );
  });

  it('40 maps at once', async () => {
    const exec = executorIn(place);
    const lists = numbers(40).map((job) => exec.map((n: number) => n + job * 1000, numbers(25)));
    expect(await Promise.all(lists)).toEqual(
      numbers(40).map((job) => numbers(25).map((n) => n + job * 1000)),
    );
  });

  it('500 maps in a row', { timeout: 60_000 }, async () => {
    const exec = executorIn(place);
    let sum = 0;
    for (const job of numbers(500))
      for (const value of await exec.map((n: number) => n + 1, [job])) sum += value;
    expect(sum).toBe((500 * 501) / 2);
  });

  it('several executors at once, each closed while the others work', async () => {
    const executors = numbers(5).map(() => executorIn(place));
    const sums = executors.map(async (exec, number) => {
      const values = await exec.map((n: number) => n * 2, numbers(20 * (number + 1)));
      await exec.close();
      return values.length;
    });
    expect(await Promise.all(sums)).toEqual([20, 40, 60, 80, 100]);
  });
});

describe.each(places)('few things on $place', (place) => {
  const exec = sharedExecutorIn(place);

  it.each<[string, () => Iterable<number> | AsyncIterable<number>, number[]]>([
    ['no item of an array', () => [], []],
    ['no item of a set', () => new Set<number>(), []],
    ['no item of a generator', function* () {}, []],
    ['no item of an async generator', async function* () {}, []],
    ['one item', () => [7], [7]],
    [
      'one item of an async generator',
      async function* () {
        yield 7;
      },
      [7],
    ],
  ])('%s: results, streams, reductions and chains have as many', async (_, input, expected) => {
    expect(await exec.map((n: number) => n, input())).toEqual(expected);
    const seen: number[] = [];
    for await (const { value } of streamed(exec.map((n: number) => n, input()))) seen.push(value);
    expect(seen).toEqual(expected);
    expect(
      await exec.mapReduce(
        (n: number) => n,
        input(),
        (all) => all.length,
      ),
    ).toBe(expected.length);
    expect(await exec.map((n: number) => n, input()).map((n) => n)).toEqual(expected);
  });
});

describe.each(places)('an input without end on $place', (place) => {
  it('is read as far as results are, ended when the loop is left, and leaves the executor usable', async () => {
    const exec = executorIn(place);
    let read = 0;
    let isEnded = false;
    function* forever(): Generator<number> {
      try {
        for (;;) yield read++;
      } finally {
        isEnded = true;
      }
    }
    const seen: number[] = [];
    for await (const { value } of streamed(exec.map((n: number) => n, forever(), { window: 64 }))) {
      seen.push(value);
      if (seen.length === 200) break;
    }
    expect(new Set(seen).size).toBe(200);
    expect(read).toBeLessThanOrEqual(200 + 2 * 64);
    expect(isEnded).toBe(true);
    expect(await exec.map((n: number) => n, [1, 2])).toEqual([1, 2]);
  });
});
