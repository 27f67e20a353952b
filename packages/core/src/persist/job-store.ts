import { setTimeout as pause } from 'node:timers/promises';
import { isLithopsError } from '../errors/index.js';
import type { StorageBackend, StorePutOptions } from '../spec/storage-backend.js';
import type { JobAddress } from '../storage/key-layout.js';
import type { JobKeys } from './manifest.js';

const MAX_TRIES = 5;
const FIRST_RETRY_MS = 50;

/** A persisted job's part of the bucket. What fails is tried again: a store has its moments. */
export class JobStore {
  readonly keys: JobKeys;
  readonly backend: StorageBackend;
  readonly bucket: string;

  constructor(backend: StorageBackend, bucket: string, keys: JobKeys) {
    this.backend = backend;
    this.bucket = bucket;
    this.keys = keys;
  }

  get address(): JobAddress {
    return this.keys.address;
  }

  put(key: string, body: Uint8Array, options?: StorePutOptions): Promise<void> {
    return tried(() => this.backend.put(this.bucket, key, body, options));
  }

  get(key: string): Promise<Uint8Array<ArrayBuffer>> {
    return tried(() => this.backend.get(this.bucket, key));
  }

  /** `undefined`: there is no such object. */
  async find(key: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      return await this.get(key);
    } catch (error) {
      if (isLithopsError(error, 'LITHOPS_NO_SUCH_KEY') || isLithopsError(error, 'LITHOPS_NO_SUCH_BUCKET'))
        return undefined;
      throw error;
    }
  }

  /** All keys with that prefix, in order. */
  list(prefix: string): Promise<string[]> {
    return tried(async () => {
      const keys: string[] = [];
      for await (const page of this.backend.list(this.bucket, prefix))
        keys.push(...page.map(({ key }) => key));
      return keys;
    });
  }
}

/** What the store said on purpose is not asked again. */
async function tried<T>(action: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await action();
    } catch (error) {
      if (tries === MAX_TRIES || isAnswer(error)) throw error;
      await pause(FIRST_RETRY_MS * 2 ** (tries - 1));
    }
  }
}

function isAnswer(error: unknown): boolean {
  return (['OBJECT_EXISTS', 'NO_SUCH_KEY', 'NO_SUCH_BUCKET', 'STORAGE_UNSAFE'] as const).some((code) =>
    isLithopsError(error, `LITHOPS_${code}`),
  );
}
