import { checkBucket, checkKey } from './object-name.js';

/**
 * A reference to a stored object: small enough to be returned from a call and handed to another, which reads it with
 * `ctx.storage.getCloudObject`.
 *
 * @example
 * import { FunctionExecutor } from '@lithops/core';
 *
 * await using exec = new FunctionExecutor();
 * const parts = await exec.map((n: number, ctx) => ctx.storage.putCloudObject('x'.repeat(n)), [1, 2, 3]);
 * const sizes = await exec.map(async (part, ctx) => (await ctx.storage.getCloudObject(part)).length, parts);
 */
export class CloudObject {
  readonly bucket: string;
  readonly key: string;

  /** @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` when no object can have that name. */
  constructor(bucket: string, key: string) {
    checkBucket(bucket);
    checkKey(key);
    this.bucket = bucket;
    this.key = key;
  }
}
