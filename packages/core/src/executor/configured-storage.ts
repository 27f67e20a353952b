import { resolveStorageConfiguration } from '../config/index.js';
import { Storage as StorageOver } from '../storage/index.js';
import { builtins } from './builtins.js';
import type { ExecutorOptions } from './options.js';
import { silentContext } from './plugin-context.js';
import { localBucket } from './storage-access.js';

/**
 * The configured store, for programs: the same object as `ctx.storage` inside a call.
 *
 * @example
 * import { Storage } from '@lithops/core';
 *
 * await using storage = new Storage();
 * await storage.putObject(storage.bucket, 'greeting.txt', 'hello');
 */
export class Storage extends StorageOver {
  /** @throws {LithopsError} for a bad configuration. */
  constructor(options: Pick<ExecutorOptions, 'config' | 'configFile' | 'storage'> = {}) {
    const { storage, lithops } = resolveStorageConfiguration(options, builtins);
    const ownBucket = lithops.storageBucket === undefined ? localBucket(storage.plugin) : undefined;
    super({
      bucket: lithops.storageBucket ?? ownBucket,
      open: async () => {
        const backend = await storage.create(silentContext());
        if (ownBucket !== undefined) await backend.createBucket(ownBucket);
        return backend;
      },
      ownsBackend: true,
    });
  }

  /** `ctx.storage` is one, too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof StorageOver;
  }
}
