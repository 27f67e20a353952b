import { describe, expect, it } from 'vitest';
import { executorIn, onThisMachine } from '../support/executors.js';

/** What a call may make of the process that it runs in; everything that runs there afterwards meets it. */
const spoilers: Readonly<Record<string, () => unknown>> = {
  'gives no Promise': () => {
    Reflect.set(globalThis, 'Promise', undefined);
  },
  'gives a Promise that throws': () => {
    Reflect.set(
      globalThis,
      'Promise',
      class {
        constructor() {
          throw new Error('no promises here');
        }
      },
    );
  },
  'gives a JSON that throws': () => {
    JSON.stringify = JSON.parse = () => {
      throw new Error('no JSON here');
    };
  },
  'gives arrays that cannot be iterated': () => {
    Array.prototype[Symbol.iterator] = () => {
      throw new Error('no iterators here');
    };
  },
  'gives maps that find nothing': () => {
    Map.prototype.get = () => undefined;
  },
  'gives timers that fire at once': () => {
    Reflect.set(globalThis, 'setTimeout', (callback: () => void) => callback());
  },
  'gives timers that throw': () => {
    for (const name of ['setTimeout', 'clearTimeout', 'setImmediate'])
      Reflect.set(globalThis, name, () => {
        throw new Error('no timers here');
      });
  },
  'gives a process.exit that does not, and an error afterwards': () => {
    Reflect.set(process, 'exit', () => undefined);
    setImmediate(() => {
      throw new Error('late');
    });
  },
};

describe.each(Object.entries(spoilers))('a call that %s', (_, spoil) => {
  it('takes no other call with it: neither those of its chunk nor those of the next job', async () => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1 });
    const calls = [0, 1, 2, 3, 4, 5];
    const list = exec.map(
      async (n: number) => {
        if (n === 1) spoil();
        return n;
      },
      calls,
      { chunkSize: 6, timeoutMs: 60_000 },
    );
    const ends = await list.settled();
    const others = ends.filter((_end, n) => n !== 1);
    expect(others).toEqual([0, 2, 3, 4, 5].map((value) => ({ status: 'fulfilled', value })));
    expect(await exec.map(async (n: number) => n, [7, 8, 9])).toEqual([7, 8, 9]);
  });
});

describe('a program and its calls that use promises of their own', () => {
  it('get what asynchronous functions gave', async () => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1 });
    const list = exec.map(
      async (n: number) => {
        // As `global.Promise = require('bluebird')` does.
        if (n === 0) Reflect.set(globalThis, 'Promise', class Own extends Promise<unknown> {});
        return await Promise.all([n]);
      },
      [0, 1, 2],
      { chunkSize: 3 },
    );
    expect(await list).toEqual([[0], [1], [2]]);
  });
});

describe('a call that is too late, in a process whose process.exit was replaced', () => {
  it('ends with LITHOPS_TIMEOUT, and the calls behind it run', async () => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1 });
    const list = exec.map(
      async (n: number) => {
        if (n !== 1) return n;
        Reflect.set(process, 'exit', () => undefined);
        return await new Promise<number>(() => undefined);
      },
      [0, 1, 2],
      { chunkSize: 3, timeoutMs: 500 },
    );
    expect(await list.settled()).toMatchObject([
      { value: 0 },
      { reason: { code: 'LITHOPS_TIMEOUT' } },
      { value: 2 },
    ]);
  });
});
