import { LithopsError } from '@lithops/core';
import { localBucket, type StorageConfiguration, silentContext } from '@lithops/core/config';
import type { StorageBackend } from '@lithops/core/spec';

/** The bucket for temporary data; `undefined`: none is configured. */
export function configuredBucket({ lithops, storage }: StorageConfiguration): string | undefined {
  return lithops.storageBucket ?? localBucket(storage.plugin);
}

/** The same, where there must be one. @throws {LithopsError} `LITHOPS_NO_STORAGE_BUCKET` */
export function neededBucket(configuration: StorageConfiguration): string {
  const bucket = configuredBucket(configuration);
  if (bucket !== undefined) return bucket;
  throw new LithopsError({
    code: 'LITHOPS_NO_STORAGE_BUCKET',
    message: 'Expected a bucket for temporary data, got none: set storage_bucket in section "lithops".',
  });
}

/** Opens the configured store itself, for what `Storage` does not offer. */
export async function withStore<T>(
  configuration: StorageConfiguration,
  use: (store: StorageBackend) => Promise<T>,
): Promise<T> {
  const store = await configuration.storage.create(silentContext());
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
