import { describe, expect, it } from 'vitest';
import { deferred } from '../util/deferred.js';
import { CallQueue, type WaitingCall } from './call-queue.js';
import { type InputBatch, readerOf } from './input.js';

const indexes = (calls: readonly WaitingCall[]): number[] => calls.map(({ entry }) => entry.index);
const ignore = (): void => undefined;

describe('calls that wait', () => {
  it('come in input order, and only as many are read as are taken', () => {
    let read = 0;
    function* input() {
      for (;;) yield read++;
    }
    const queue = new CallQueue(readerOf(input()), ignore);
    expect(indexes(queue.take(3))).toEqual([0, 1, 2]);
    expect(read).toBe(3);
    expect(queue.waiting).toBeUndefined();
  });

  it('of a sized input are counted', () => {
    const queue = new CallQueue(readerOf([1, 2, 3, 4]), ignore);
    queue.take(1);
    expect(queue.waiting).toBe(3);
  });

  it('go before the input when they go again, without counting an attempt that did not run', () => {
    const queue = new CallQueue(readerOf(['a', 'b', 'c']), ignore);
    queue.take(2);
    queue.again([1], { counted: false, alone: false });
    expect(queue.take(5)).toEqual([{ entry: { index: 1, item: 'b' }, counted: false, alone: false }]);
    expect(indexes(queue.take(5))).toEqual([2]);
  });

  it('go by themselves when they may have killed a worker', () => {
    const queue = new CallQueue(readerOf(['a', 'b', 'c']), ignore);
    queue.take(3);
    queue.again([0], { counted: true, alone: false });
    queue.again([1, 2], { counted: true, alone: true });
    expect([indexes(queue.take(9)), indexes(queue.take(9)), indexes(queue.take(9))]).toEqual([[0], [1], [2]]);
  });

  it('can be dropped, and the input with them', () => {
    let ended = false;
    function* input() {
      try {
        for (let n = 0; ; n++) yield n;
      } finally {
        ended = true;
      }
    }
    const queue = new CallQueue(readerOf(input()), ignore);
    queue.take(2);
    queue.again([0, 1], { counted: true, alone: false });
    queue.drop((index) => index === 0, true);
    expect([indexes(queue.take(9)), indexes(queue.take(9)), ended, queue.inputDone]).toEqual([
      [1],
      [],
      true,
      true,
    ]);
  });

  it('are not sent again once they were forgotten', () => {
    const queue = new CallQueue(readerOf(['a']), ignore);
    queue.take(1);
    queue.forget(0);
    queue.again([0], { counted: true, alone: false });
    expect(queue.take(1)).toEqual([]);
  });
});

describe('an asynchronous input', () => {
  it('gives nothing at first and tells when it has something', async () => {
    const told = deferred<InputBatch>();
    async function* input() {
      yield 'a';
    }
    const queue = new CallQueue(readerOf(input()), told.resolve);
    expect(queue.take(2)).toEqual([]);
    expect(await told.promise).toMatchObject({ entries: [{ index: 0, item: 'a' }], done: true });
    expect(indexes(queue.take(2))).toEqual([0]);
  });
});

describe('an item that could not be had', () => {
  it('is told and never sent', () => {
    const boom = new Error('gone');
    const batches: InputBatch[] = [];
    const failing = {
      *[Symbol.iterator]() {
        yield 1;
        throw boom;
      },
    };
    const queue = new CallQueue(readerOf(failing), (batch) => batches.push(batch));
    expect(indexes(queue.take(9))).toEqual([0]);
    expect(batches).toMatchObject([{ entries: [{ index: 0 }, { index: 1, failure: boom }], done: true }]);
  });
});
