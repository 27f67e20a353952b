import { describe, expect, it } from 'vitest';
import { all } from '../../test/support/objects.js';
import { deferred } from '../util/deferred.js';
import { readAhead } from './read-ahead.js';

describe('reading ahead', () => {
  it('keeps the order of the items, whichever is ready first', async () => {
    const first = deferred<string>();
    const results = readAhead(['slow', 'fast'], 2, (name) => (name === 'slow' ? first.promise : name));
    const read = all(results);
    first.resolve('slow');
    expect(await read).toEqual(['slow', 'fast']);
  });

  it('begins no more than its limit before they are asked for', async () => {
    const begun: number[] = [];
    const results = readAhead(numbers(100), 4, (n) => {
      begun.push(n);
      return n;
    });
    for (let i = 0; i < 3; i++) await results.next();
    expect(begun.length).toBeGreaterThan(3);
    expect(begun.length).toBeLessThanOrEqual(3 + 4);
    await results.return();
  });

  it('gives what is there while the list takes its time', async () => {
    const results = readAhead(thenNever(1, 2), 8, (n) => n);
    expect([(await results.next()).value, (await results.next()).value]).toEqual([1, 2]);
    await results.return();
  });

  it('fails in the turn of what fails, and closes the list', async () => {
    let isClosed = false;
    async function* list() {
      try {
        yield* [1, 2, 3, 4, 5];
      } finally {
        isClosed = true;
      }
    }
    const results = readAhead(list(), 2, (n) => {
      if (n === 2) throw new Error('two');
      return n;
    });
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toThrow('two');
    expect(isClosed).toBe(true);
  });

  it('gives what a list had before it threw', async () => {
    const seen: number[] = [];
    const read = async () => {
      for await (const n of readAhead(thenThrows(1, 2), 8, (n) => n)) seen.push(n);
    };
    await expect(read()).rejects.toThrow('no more');
    expect(seen).toEqual([1, 2]);
  });
});

function* numbers(count: number): Generator<number> {
  for (let i = 1; i <= count; i++) yield i;
}

async function* thenNever(...items: readonly number[]): AsyncGenerator<number> {
  yield* items;
  await new Promise(() => {});
}

async function* thenThrows(...items: readonly number[]): AsyncGenerator<number> {
  yield* items;
  throw new Error('no more');
}
