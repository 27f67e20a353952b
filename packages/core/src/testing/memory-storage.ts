import { defineSection, defineStoragePlugin } from '../plugins/index.js';
import type { StoragePlugin } from '../spec/plugin.js';
import { type MemoryBuckets, MemoryStorage } from './memory-storage-backend.js';

/**
 * A store in this process's memory, for tests. Whatever is created from one plug-in sees the same objects; they are gone
 * with it. Workers in other processes cannot reach it: use it with `inProcess()`.
 *
 * @example
 * import { FunctionExecutor } from '@lithops/core';
 * import { inProcess, memoryStorage } from '@lithops/core/testing';
 *
 * const exec = new FunctionExecutor({ backend: inProcess(), storage: memoryStorage() });
 */
export function memoryStorage(): StoragePlugin {
  const buckets: MemoryBuckets = new Map();
  return defineStoragePlugin({
    name: 'memory',
    section: defineSection({
      storage_bucket: { type: 'string', doc: 'Bucket of temporary data; overrides lithops.storage_bucket.' },
    }),
    worker: new URL(import.meta.url),
    isInProcess: true,
    create: () => new MemoryStorage(buckets),
  });
}
