import { type ExecutorOptions, FunctionExecutor } from '@lithops/core';
import type { StorageBackend } from '@lithops/core/spec';
import { ceph } from '@lithops/storage-s3';
import { s3UnderTest } from '@lithops/testing-services/s3';
import { onTestFinished } from 'vitest';
import { openCeph, ownBucket } from './store.js';

/** A bucket of temporary data and one of the user's own, on the server under test, and executors over them. */
export interface Program {
  readonly store: StorageBackend;
  /** Of temporary data. */
  readonly temporary: string;
  /** Of the user's objects. */
  readonly data: string;
  readonly options: ExecutorOptions;
  put(key: string, text: string): Promise<void>;
  open(options?: ExecutorOptions): FunctionExecutor;
  /** What lies in the bucket of temporary data, but for what is meant to stay. */
  left(): Promise<readonly string[]>;
}

export async function programOnCeph(): Promise<Program> {
  const store = await openCeph();
  const [temporary, data] = [await ownBucket(store), await ownBucket(store)];
  const { endpoint, credentials } = s3UnderTest();
  const options: ExecutorOptions = {
    storage: ceph({ endpoint, ...credentials }),
    config: { lithops: { storage_bucket: temporary, monitoring_interval: 0.05 } },
    maxWorkers: 2,
    progress: false,
  };
  return {
    store,
    temporary,
    data,
    options,
    put: (key, text) => store.put(data, key, Buffer.from(text)),
    open: (more) => {
      const exec = new FunctionExecutor({ ...options, ...more });
      onTestFinished(() => exec.close().catch(() => undefined));
      return exec;
    },
    left: async () => (await keysOf(store, temporary)).filter((key) => !key.startsWith('lithops.runtimes/')),
  };
}

async function keysOf(store: StorageBackend, bucket: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of store.list(bucket, '')) keys.push(...page.map(({ key }) => key));
  return keys;
}
