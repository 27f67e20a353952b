import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ExecutorOptions, FunctionExecutor } from '@lithops/core';
import type { StorageBackend } from '@lithops/core/spec';
import { ceph } from '@lithops/storage-s3';
import { type FaultProxy, startFaultProxy } from '@lithops/testing-services';
import { s3UnderTest } from '@lithops/testing-services/s3';
import { expect, onTestFinished } from 'vitest';
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

type Section = Partial<Parameters<typeof ceph>[0]>;

/** @param section - what its section `ceph` says besides endpoint and keys; wins over them */
export async function programOnCeph(section: Section = {}): Promise<Program> {
  const store = await openCeph();
  const [temporary, data] = [await ownBucket(store), await ownBucket(store)];
  const { endpoint, credentials } = s3UnderTest();
  const options: ExecutorOptions = {
    storage: ceph({ endpoint, ...credentials, ...section }),
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

/** A program whose executors and workers reach the store through a proxy, and what they log. */
export interface FaultyProgram extends Program {
  readonly proxy: FaultProxy;
  /** All that was logged so far. */
  log(): Promise<string>;
}

/** When the test is over, neither log nor buckets may hold what is secret. */
export async function programBehindProxy(section: Section = {}): Promise<FaultyProgram> {
  const proxy = await startFaultProxy({ target: s3UnderTest().endpoint });
  onTestFinished(() => proxy.stop());
  const program = await programOnCeph({ endpoint: proxy.endpoint, ...section });
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-s3-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const logFile = path.join(folder, 'log');
  const lithops = { ...program.options.config?.['lithops'], log_level: 'DEBUG', log_filename: logFile };
  const log = () => readFile(logFile, 'utf8');
  onTestFinished(async () => {
    for (const text of [await log(), ...(await textsOf(program.store, [program.temporary, program.data]))])
      expect(text.includes(s3UnderTest().credentials.secretAccessKey)).toBe(false);
  });
  return {
    ...program,
    proxy,
    log,
    open: (more) =>
      program.open({
        ...more,
        config: {
          ...program.options.config,
          ...more?.config,
          lithops: { ...lithops, ...more?.config?.['lithops'] },
        },
      }),
  };
}

async function textsOf(store: StorageBackend, buckets: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  for (const bucket of buckets) {
    for (const key of await keysOf(store, bucket))
      texts.push(key, Buffer.from(await store.get(bucket, key)).toString('latin1'));
  }
  return texts;
}

async function keysOf(store: StorageBackend, bucket: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of store.list(bucket, '')) keys.push(...page.map(({ key }) => key));
  return keys;
}
