import { type FunctionExecutor, Storage } from '@lithops/core';

/** What an executor has in the store of this machine. */
export async function keysLeft({ executorId }: FunctionExecutor): Promise<readonly string[]> {
  await using storage = new Storage({ storage: 'localhost' });
  return await storage.listKeys(storage.bucket, `lithops.jobs/${executorId}`);
}
