import assert from 'node:assert/strict';
import { FunctionExecutor } from '@lithops/core';
import { leaveOut } from '../left-out.js';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { useInProcess } from './child.js';
import type { SuiteStore } from './suite-store.js';

/** More than any reply that comes by way of storage carries itself. */
const LARGE_TEXT = 3_000_000;

/** Programs and workers in processes of their own. */
export function workerTests(runner: TestRunner, store: SuiteStore): void {
  promises(runner, 'another process', (it) => {
    it('opens the store by the worker half, and ends by itself once it has closed it', async () => {
      needsProcesses(store);
      await store.put('handed/over', 'from the suite');
      assert.equal(await useInProcess(store, 'handed/over', 'handed/back'), 'from the suite');
      assert.equal(await store.read('handed/back'), 'from the process');
    });
  });

  promises(runner, 'a job', (it) => {
    it('gets its large results by way of the store, and leaves nothing there', async () => {
      needsProcesses(store);
      const exec = open(store);
      try {
        const list = exec.map((n: number) => String(n).repeat(LARGE_TEXT), [1, 2, 3]);
        const texts = await ended(store, list);
        assert.deepEqual(
          texts.map((text) => `${text[0]} × ${text.length}`),
          [1, 2, 3].map((n) => `${n} × ${LARGE_TEXT}`),
        );
        const failing = exec.callAsync((n: number) => {
          throw new Error(`no ${n}`);
        }, 4);
        await assert.rejects(ended(store, failing), /no 4/);
      } finally {
        await exec.close();
      }
      assert.deepEqual(await store.keys(`lithops.jobs/${exec.executorId}`), []);
    });

    it('reads and writes objects in its calls', async () => {
      needsProcesses(store);
      await store.put('job/input', 'abc');
      const exec = open(store);
      try {
        const list = exec.map(
          async (suffix: string, ctx) => {
            const { storage } = ctx;
            const text = Buffer.from(await storage.getObject(storage.bucket, 'job/input')).toString();
            await storage.putObject(storage.bucket, `job/output/${suffix}`, text + suffix);
            return await storage.listKeys(storage.bucket, `job/output/${suffix}`);
          },
          ['1', '2'],
        );
        assert.deepEqual(await ended(store, list), [['job/output/1'], ['job/output/2']]);
      } finally {
        await exec.close();
      }
      assert.equal(await store.read('job/output/2'), 'abc2');
    });
  });
}

/** Outcomes go by way of storage, large and small ones alike. */
function open({ plugin, bucket, config }: SuiteStore): FunctionExecutor {
  return new FunctionExecutor({
    backend: 'localhost',
    storage: plugin,
    monitoring: 'storage',
    maxWorkers: 2,
    config: { ...config, lithops: { ...config?.lithops, storage_bucket: bucket } },
  });
}

/** @throws when a job does not come to its end: when its outcomes go elsewhere, nobody hears of them */
function ended<T>({ patience }: SuiteStore, job: PromiseLike<T>): Promise<T> {
  return patience.soon(
    job,
    'the job had not come to its end: do its workers open the same objects as the program?',
  );
}

function needsProcesses({ plugin }: SuiteStore): void {
  if (plugin.isInProcess === true) leaveOut('the plug-in says isInProcess: its objects are in this process');
}
