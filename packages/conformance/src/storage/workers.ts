import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { FunctionExecutor } from '@lithops/core';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { useInProcess } from './child.js';
import type { SuiteStore } from './suite-store.js';

/** More than any reply that comes by way of storage carries itself. */
const LARGE_TEXT = 3_000_000;

/** How long a job may take that needs a second: when its outcomes go elsewhere, nobody hears of them. */
const JOB_MS = 20_000;

/** Programs and workers in processes of their own. */
export function workerTests(runner: TestRunner, store: SuiteStore): void {
  const isLeftOut = () => {
    if (store.plugin.isInProcess !== true) return false;
    console.info(`Left out for "${store.plugin.name}": its objects are in this process (isInProcess).`);
    return true;
  };

  promises(runner, 'another process', (it) => {
    it('opens the store by the worker half, and ends by itself once it has closed it', async () => {
      if (isLeftOut()) return;
      await store.put('handed/over', 'from the suite');
      assert.equal(await useInProcess(store, 'handed/over', 'handed/back'), 'from the suite');
      assert.equal(await store.read('handed/back'), 'from the process');
    });
  });

  promises(runner, 'a job', (it) => {
    it('gets its large results by way of the store, and leaves nothing there', async () => {
      if (isLeftOut()) return;
      const exec = open(store);
      try {
        const list = exec.map((n: number) => String(n).repeat(LARGE_TEXT), [1, 2, 3]);
        const texts = await ended(list);
        assert.deepEqual(
          texts.map((text) => `${text[0]} × ${text.length}`),
          [1, 2, 3].map((n) => `${n} × ${LARGE_TEXT}`),
        );
        const failing = exec.callAsync((n: number) => {
          throw new Error(`no ${n}`);
        }, 4);
        await assert.rejects(ended(failing), /no 4/);
      } finally {
        await exec.close();
      }
      assert.deepEqual(await store.keys(`lithops.jobs/${exec.executorId}`), []);
    });

    it('reads and writes objects in its calls', async () => {
      if (isLeftOut()) return;
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
        assert.deepEqual(await ended(list), [['job/output/1'], ['job/output/2']]);
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

/** @throws when a job does not come to its end, which a runner would not explain */
async function ended<T>(job: PromiseLike<T>): Promise<T> {
  const deadline = new AbortController();
  const late = delay(JOB_MS, undefined, { signal: deadline.signal }).then(() =>
    assert.fail(
      `Expected the job to end within ${JOB_MS / 1000} s. Do its workers open the same objects as the program?`,
    ),
  );
  try {
    return await Promise.race([job, late]);
  } finally {
    late.catch(() => undefined); // nobody waits for it any more
    deadline.abort();
  }
}
