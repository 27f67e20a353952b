import { CloudObject, FunctionExecutor, isLithopsError, LithopsError } from '@lithops/core';
import { afterAll, describe, expect, it } from 'vitest';

const exec = new FunctionExecutor();
afterAll(() => exec.close());

describe('a cloud object', () => {
  it('is made in one call, read in another, and is one here as well', async () => {
    const cloudObject = await exec.callAsync(
      async (text: string, { storage }) => await storage.putCloudObject(text),
      'from a worker',
    );
    expect(cloudObject).toBeInstanceOf(CloudObject);
    const length = await exec.callAsync(
      async (stored: CloudObject, { storage }) => (await storage.getCloudObject(stored)).byteLength,
      cloudObject,
    );
    expect(length).toBe('from a worker'.length);
    await exec.clean({ cloudObjects: true });
  });
});

describe('an error of Lithops that a call meets', () => {
  it('is one here, with its code', async () => {
    const missing = exec.callAsync(async (_, { storage }) => {
      await storage.getObject(storage.bucket, 'no-such-key');
    });
    const error: unknown = await missing.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(LithopsError);
    expect(isLithopsError(error, 'LITHOPS_NO_SUCH_KEY')).toBe(true);
  });
});
