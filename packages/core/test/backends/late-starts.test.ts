import { FunctionExecutor } from '@lithops/core';
import type { ActivationBackend, ComputePlugin } from '@lithops/core/spec';
import { inProcess, memoryStorage } from '@lithops/core/testing';
import { expect, it, onTestFinished } from 'vitest';
import { useTimers } from './support/clock.js';
import { eventually } from './support/eventually.js';
import { endsOf } from './support/outcome-of.js';

const LIMIT_MS = 10_000;

it('a call whose worker begins late, but in time, has all of its time: it is not given up meanwhile', async () => {
  const clock = useTimers();
  const queue = queued();
  const list = open(queue).map(thatTakesMs, [9000], { timeoutMs: LIMIT_MS, retries: 0 });
  await eventually(() => queue.length).toBe(1);
  await clock.skip(65);
  queue.begin();
  await eventually(() => list.at(0)?.state).toBe('running');
  // 60 s for a worker to begin in, and the call's limit: without the news of its start it is given up after 70 s.
  await clock.skip(20);
  expect(await endsOf(list)).toEqual([9000]);
});

it('a call of whose start nothing is heard is given up when its time is over', async () => {
  const clock = useTimers();
  const queue = queued();
  const list = open(queue).map(thatTakesMs, [1], { timeoutMs: LIMIT_MS, retries: 0 });
  const ends = endsOf(list);
  await eventually(() => queue.length).toBe(1);
  await clock.skip(75);
  expect(await ends).toEqual(['LITHOPS_TIMEOUT']);
});

it('nothing is told of a call whose worker begins in time', async () => {
  const queue = queued();
  const exec = open(queue);
  const list = exec.map(thatTakesMs, [1], { timeoutMs: LIMIT_MS, retries: 0 });
  await eventually(() => queue.length).toBe(1);
  queue.begin();
  expect(await endsOf(list)).toEqual([1]);
  expect(queue.statuses.filter((key) => key.includes('.run'))).toEqual([]);
});

async function thatTakesMs(n: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, n));
  return n;
}

interface Queue {
  readonly plugin: ComputePlugin;
  readonly statuses: string[];
  /** Events that wait. */
  readonly length: number;
  /** Lets all that wait begin. */
  begin(): void;
}

/** Functions in this process that are started by events, and not before somebody says so. */
function queued(): Queue {
  const plugin = inProcess();
  const waiting: (() => void)[] = [];
  return {
    statuses: [],
    get length() {
      return waiting.length;
    },
    begin() {
      for (const begin of waiting.splice(0)) begin();
    },
    plugin: {
      ...plugin,
      async create(...given) {
        const backend = await plugin.create(...given);
        if (backend.dispatch !== 'activation') throw new Error('Expected a backend that takes activations.');
        const invoke: ActivationBackend['invoke'] = async (activation, options) => {
          waiting.push(() => void backend.invoke(activation, options));
          return { requestId: activation.id };
        };
        return new Proxy(backend, {
          get(target, property) {
            const value: unknown = property === 'invoke' ? invoke : Reflect.get(target, property, target);
            return typeof value === 'function' ? value.bind(target) : value;
          },
        });
      },
    },
  };
}

function open({ plugin, statuses }: Queue): FunctionExecutor {
  const storage = memoryStorage();
  const exec = new FunctionExecutor({
    backend: plugin,
    storage: {
      ...storage,
      async create(...given) {
        const store = await storage.create(...given);
        const put: typeof store.put = (bucket, key, ...rest) => {
          if (key.includes('/status/')) statuses.push(key);
          return store.put(bucket, key, ...rest);
        };
        return new Proxy(store, {
          get(target, property) {
            const value: unknown = property === 'put' ? put : Reflect.get(target, property, target);
            return typeof value === 'function' ? value.bind(target) : value;
          },
        });
      },
    },
    monitoring: 'storage',
    maxWorkers: 1,
    logLevel: 'error',
  });
  onTestFinished(() => exec.close());
  return exec;
}
