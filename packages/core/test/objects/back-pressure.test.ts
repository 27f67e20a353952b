import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ObjectPartition, obj } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { executorIn, inThisProcess, streamed } from '../support/executors.js';
import { newMarks } from '../support/gates.js';
import { listed, storageListing } from '../support/listed-storage.js';

const keyOf = (part: ObjectPartition) => part.key;

describe('a listing of many pages', () => {
  it('feeds calls before it has come to its end', async () => {
    const marks = newMarks();
    const storage = storageListing(async function* () {
      yield listed(0, 3);
      await marks.seen('k00000002');
      yield listed(3, 2);
    });
    const list = executorIn(inThisProcess, { storage }).map((part) => {
      marks.set(part.key);
      return part.key;
    }, obj('bucket/'));
    expect(await list).toEqual(listed(0, 5).map(({ key }) => key));
  });

  it('without an end is read as far as there are slots, and ended with the loop', async () => {
    let pages = 0;
    let isEnded = false;
    const storage = storageListing(async function* () {
      try {
        for (;;) yield listed(10 * pages++, 10);
      } finally {
        isEnded = true;
      }
    });
    const seen: unknown[] = [];
    const list = executorIn(inThisProcess, { storage }).map(keyOf, obj('bucket/'), {
      window: 4,
      chunkSize: 1,
    });
    for await (const { value } of streamed(list)) {
      seen.push(value);
      // Somebody who reads slowly: meanwhile, dispatch has come to a halt.
      for (let turn = 0; turn < 50; turn++) await nextTurn();
      expect(pages).toBeLessThan(10);
      if (seen.length === 20) break;
    }
    expect(new Set(seen).size).toBe(20);
    await expect.poll(() => isEnded).toBe(true);
  });

  it('that breaks off fails the list behind what it had told', async () => {
    const storage = storageListing(async function* () {
      yield listed(0, 2);
      throw new RangeError('the listing broke off');
    });
    const list = executorIn(inThisProcess, { storage }).map(keyOf, obj('bucket/'));
    const [first, second, third] = await list.settled();
    expect([first, second]).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
    expect(third).toMatchObject({ status: 'rejected', reason: { message: 'the listing broke off' } });
  });
});

describe('a reduce for each of many objects', () => {
  const objReduceByKey = true;

  it('holds the map back while its reducers are slow', async () => {
    const storage = storageListing(async function* () {
      for (let page = 0; page < 30; page++) yield listed(10 * page, 10);
    });
    const marks = newMarks();
    let mapped = 0;
    const list = executorIn(inThisProcess, { storage, maxWorkers: 4 }).mapReduce(
      (part) => {
        mapped++;
        return part.key;
      },
      obj('bucket/'),
      async ([key]) => {
        await marks.seen('go');
        return key;
      },
      { objReduceByKey, window: 8, concurrency: 1, chunkSize: 1 },
    );
    await expect.poll(() => mapped).toBeGreaterThanOrEqual(8);
    for (let turn = 0; turn < 500; turn++) await nextTurn();
    // What waits for reducers, what one of them has, and what is on its way.
    expect(mapped).toBeLessThanOrEqual(8 + 2);
    marks.set('go');
    expect(await list).toEqual(listed(0, 300).map(({ key }) => key));
    expect(mapped).toBe(300);
  });

  it('does not wait for itself when an object has more parts than the window has room for', async () => {
    const storage = storageListing(async function* () {
      yield listed(0, 3);
    });
    const list = executorIn(inThisProcess, { storage }).mapReduce(
      (part) => part.part,
      obj('bucket/'),
      (parts) => parts.join(''),
      { objReduceByKey, objChunkSize: 1, window: 2 },
    );
    expect(await list).toEqual(['0123456789', '0123456789', '0123456789']);
  });

  it('breaks off with its loop, and the map with it', async () => {
    let isEnded = false;
    const storage = storageListing(async function* () {
      try {
        for (let page = 0; ; page++) yield listed(10 * page, 10);
      } finally {
        isEnded = true;
      }
    });
    const exec = executorIn(inThisProcess, { storage });
    const list = exec.mapReduce(keyOf, obj('bucket/'), ([key]) => key, { objReduceByKey });
    for await (const { value } of streamed(list)) if (value === 'k00000005') break;
    const { notDone } = await exec.wait();
    expect(notDone).toEqual([]);
    await expect.poll(() => isEnded).toBe(true);
  });
});
