import { describe, expect, it } from 'vitest';
import { deferred } from '../util/deferred.js';
import { encodedReader, readerOf } from './input.js';

describe('reading a sized input', () => {
  it('knows its size and reads no further than asked', () => {
    const seen: number[] = [];
    const items = [1, 2, 3].map((value) => ({
      get value() {
        seen.push(value);
        return value;
      },
    }));
    const reader = readerOf(items);
    expect(reader.size).toBe(3);
    expect(reader.read(2)).toEqual({
      entries: [
        { index: 0, item: items[0] },
        { index: 1, item: items[1] },
      ],
      done: false,
    });
    expect(readerOf(new Set([1])).size).toBe(1);
    expect(readerOf(new Map([[1, 2]])).size).toBe(1);
  });

  it('of nothing is done at once', () => {
    expect(readerOf([]).read(5)).toEqual({ entries: [], done: true });
  });
});

describe('an input that throws in the middle', () => {
  it('gives what came before, then the failure as the last call', () => {
    const boom = new Error('disk gone');
    function* input() {
      yield 'a';
      throw boom;
    }
    expect(readerOf(input()).read(9)).toEqual({
      entries: [
        { index: 0, item: 'a' },
        { index: 1, failure: boom },
      ],
      done: true,
    });
  });

  it('does so when it is asynchronous, too', async () => {
    const boom = new Error('disk gone');
    async function* input() {
      yield 'a';
      throw boom;
    }
    expect(await readerOf(input()).read(9)).toEqual({
      entries: [
        { index: 0, item: 'a' },
        { index: 1, failure: boom },
      ],
      done: true,
    });
  });
});

describe('a slow asynchronous input', () => {
  it('gives what is there instead of waiting for a full chunk', async () => {
    const second = deferred<void>();
    async function* input() {
      yield 1;
      yield 2;
      await second.promise;
      yield 3;
    }
    const reader = readerOf(input());
    expect(await reader.read(10)).toMatchObject({ entries: [{ item: 1 }, { item: 2 }], done: false });
    second.resolve();
    expect(await reader.read(10)).toMatchObject({ entries: [{ index: 2, item: 3 }], done: true });
  });
});

describe('stopping', () => {
  it('runs the generator’s finally', () => {
    let cleaned = false;
    function* input() {
      try {
        for (let n = 0; ; n++) yield n;
      } finally {
        cleaned = true;
      }
    }
    const reader = readerOf(input());
    reader.read(2);
    reader.stop();
    expect(cleaned).toBe(true);
    expect(reader.read(2)).toEqual({ entries: [], done: true });
  });
});

describe('items encoded elsewhere', () => {
  it('keep their numbers over several reads', () => {
    const reader = encodedReader([new Uint8Array([1]), new Uint8Array([2]), new Uint8Array([3])]);
    expect(reader.read(2)).toMatchObject({ entries: [{ index: 0 }, { index: 1 }], done: false });
    expect(reader.read(2)).toMatchObject({ entries: [{ index: 2 }], done: true });
  });
});

describe('a sized input that changes after the call', () => {
  it('fails the calls whose items are gone, and leaves out what was added', () => {
    const shrinking = [1, 2, 3];
    const reader = readerOf(shrinking);
    shrinking.length = 1;
    const { entries, done } = reader.read(9) as { entries: readonly object[]; done: boolean };
    expect(done).toBe(true);
    expect(entries).toMatchObject([
      { index: 0, item: 1 },
      { index: 1, failure: { code: 'LITHOPS_INVALID_ARGUMENT' } },
      { index: 2, failure: { code: 'LITHOPS_INVALID_ARGUMENT' } },
    ]);
    const growing = [1];
    const other = readerOf(growing);
    growing.push(2);
    expect(other.read(9)).toEqual({ entries: [{ index: 0, item: 1 }], done: true });
  });
});
