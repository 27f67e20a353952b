import { describe, expect, it } from 'vitest';
import { executorIn, places, rejectionOf } from '../support/executors.js';

describe.each(places)('an input that throws in the middle on $place', (place) => {
  it.each<[string, () => Iterable<number> | AsyncIterable<number>]>([
    [
      'sync',
      function* () {
        yield 1;
        yield 2;
        throw new RangeError('the file has ended');
      },
    ],
    [
      'async',
      async function* () {
        yield 1;
        await Promise.resolve();
        yield 2;
        throw new RangeError('the file has ended');
      },
    ],
  ])('%s: what came before runs, the error is that of the call it was asked for', async (_, input) => {
    const exec = executorIn(place);
    const list = exec.map((n: number) => n * 10, input());
    const ends = await list.settled();
    expect(ends).toEqual([
      { status: 'fulfilled', value: 10 },
      { status: 'fulfilled', value: 20 },
      {
        status: 'rejected',
        reason: expect.objectContaining({ name: 'RangeError', message: 'the file has ended' }),
      },
    ]);
    expect(await exec.map((n: number) => n, [1])).toEqual([1]);
  });

  it('when it is asked for its iterator: the method itself throws', async () => {
    const exec = executorIn(place);
    const broken: Iterable<number> = {
      [Symbol.iterator]: () => {
        throw new Error('not today');
      },
    };
    expect(() => exec.map((n: number) => n, broken)).toThrow('not today');
  });
});

describe.each(places)('an item that cannot travel on $place', (place) => {
  it('deep inside: its own call fails with the path, its neighbours in the chunk run', async () => {
    const exec = executorIn(place);
    const item = (bad: unknown) => ({ rows: [{ ok: 1 }, { cells: new Map([['a', { handle: bad }]]) }] });
    const list = exec.map((given: object) => typeof given, [item(1), item(new WeakMap()), item(3)], {
      chunkSize: 3,
    });
    const error = await rejectionOf(Promise.resolve(list.at(1)));
    expect(error.message).toMatch(/item\.rows\[1\]\.cells.*handle.*WeakMap/);
    expect([await list.at(0), await list.at(2)]).toEqual(['object', 'object']);
  });
});
