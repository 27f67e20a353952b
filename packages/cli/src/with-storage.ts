import { Storage } from '@lithops/core';
import { type CommonOptions, executorOptions } from './common-options.js';

/** Opens the configured storage for a while. */
export async function withStorage<T>(
  options: CommonOptions,
  use: (storage: Storage) => Promise<T>,
): Promise<T> {
  const storage = new Storage(executorOptions(options));
  try {
    return await use(storage);
  } finally {
    await storage.close();
  }
}
