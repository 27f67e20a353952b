import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FunctionExecutor } from '@lithops/core';
import type { ComputePlugin, StorageBackend, StoragePlugin } from '@lithops/core/spec';
import { inProcess, memoryStorage } from '@lithops/core/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { useTimers } from './support/clock.js';
import { eventually } from './support/eventually.js';

describe('outcomes that do not come to where the client looks', () => {
  it('are LITHOPS_WORKER_LOST, which names the monitor, less than a minute after the worker has answered', async () => {
    const clock = useTimers();
    const store = newStore(() => false);
    const call = open(inProcess(), store.plugin).callAsync((x: number) => x, 1, { retries: 0 });
    const failed = expect(call).rejects.toMatchObject({
      code: 'LITHOPS_WORKER_LOST',
      message: expect.stringContaining('the monitor "storage" never told what it came to'),
    });
    await eventually(() => store.written()).toBe(1);
    await clock.skip(60);
    await failed;
  });

  it('are found missing with worker processes, too, which open a store of their own', async () => {
    const clock = useTimers();
    const { plugin } = newStore(() => true);
    const store = { ...plugin, isInProcess: false, worker: await workerHalfThatLosesAll() };
    const call = open('localhost', store).callAsync((x: number) => x, 1, { retries: 0 });
    const failed = expect(call).rejects.toMatchObject({ code: 'LITHOPS_WORKER_LOST' });
    await eventually(() => call.state).toBe('running');
    const stateLater = () => clock.skip(1).then(() => call.state);
    await expect.poll(stateLater, { interval: 10, timeout: 15_000 }).toBe('error');
    await failed;
  });

  it('cost an attempt of their call, and none of the others', async () => {
    const clock = useTimers();
    const store = newStore((key) => !key.includes('/00000001.01.'));
    const list = open(inProcess(), store.plugin).map((x: number) => x * 2, [1, 2, 3], { chunkSize: 1 });
    await eventually(() => store.written()).toBe(3);
    await clock.skip(60);
    expect(await list).toEqual([2, 4, 6]);
    expect([...list].map(({ stats }) => stats.attempts)).toEqual([1, 2, 1]);
  });

  it('may be late while the monitor tells of other calls', async () => {
    const clock = useTimers();
    let shown = 0;
    const store = newStore((_key, position) => position < shown);
    const list = open(inProcess(), store.plugin).map((x: number) => x, [1, 2, 3, 4], {
      chunkSize: 1,
      retries: 0,
    });
    await eventually(() => store.written()).toBe(4);
    for (shown = 1; shown <= 4; shown++) await clock.skip(30);
    expect(await list).toEqual([1, 2, 3, 4]);
  });
});

describe('outcomes of a monitor that was told to look seldom', () => {
  it('are waited for until it has looked', async () => {
    const clock = useTimers();
    const store = newStore(() => true);
    const call = open(inProcess(), store.plugin, 90).callAsync((x: number) => x, 1, { retries: 0 });
    await eventually(() => store.written()).toBe(1);
    await clock.skip(100);
    expect(await call).toBe(1);
  });
});

/** What workers import for that store: it takes everything and keeps nothing. */
async function workerHalfThatLosesAll(): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), 'lithops-worker-half-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'worker-half.mjs');
  await writeFile(file, workerHalf);
  return pathToFileURL(file);
}

const workerHalf = `
export const lossy = {
  kind: 'storage', name: 'memory', specVersion: 1, sections: {}, worker: new URL(import.meta.url),
  create: () => ({ specVersion: 1, name: 'memory', bucketExists: async () => true, put: async () => {} }),
};
`;

function open(
  backend: ComputePlugin | 'localhost',
  storage: StoragePlugin,
  intervalSeconds = 0.05,
): FunctionExecutor {
  const exec = new FunctionExecutor({
    backend,
    storage,
    monitoring: 'storage',
    config: { lithops: { monitoring_interval: intervalSeconds } },
    maxWorkers: 4,
    logLevel: 'error',
  });
  onTestFinished(() => exec.close());
  return exec;
}

/** A store whose listings have only those statuses that are shown, by their keys and in the order of their keys. */
function newStore(isShown: (key: string, position: number) => boolean) {
  const plugin = memoryStorage();
  const statuses = new Set<string>();
  const hiding = (store: StorageBackend): Pick<StorageBackend, 'put' | 'list'> => ({
    async put(bucket, key, ...rest) {
      await store.put(bucket, key, ...rest);
      if (/\/status\/\d+\.\d+\.(ok|err)/.test(key)) statuses.add(key);
    },
    async *list(...asked) {
      const known = [...statuses].sort();
      for await (const page of store.list(...asked))
        yield page.filter(({ key }) => !statuses.has(key) || isShown(key, known.indexOf(key)));
    },
  });
  const create: StoragePlugin['create'] = async (...given) =>
    withMethods(await plugin.create(...given), hiding);
  return { plugin: { ...plugin, create }, written: () => statuses.size };
}

function withMethods(
  store: StorageBackend,
  methodsFor: (store: StorageBackend) => Partial<StorageBackend>,
): StorageBackend {
  const methods = methodsFor(store);
  return new Proxy(store, {
    get(target, name) {
      if (Object.hasOwn(methods, name)) return Reflect.get(methods, name);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
