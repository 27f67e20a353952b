import { LithopsError } from '../errors/index.js';

/** `LITHOPS_NO_SUCH_KEY`: what every store answers for an object that is not there. */
export function noSuchKey(bucket: string, key: string, cause?: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_NO_SUCH_KEY',
    message: `There is no object "${key}" in bucket "${bucket}".`,
    cause,
  });
}

/** `LITHOPS_NO_SUCH_BUCKET`: what every store answers for a bucket that is not there. */
export function noSuchBucket(bucket: string, cause?: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_NO_SUCH_BUCKET',
    message: `There is no bucket "${bucket}". Create it first (\`lithops storage create ${bucket}\`), or correct its name.`,
    cause,
  });
}

/** `LITHOPS_OBJECT_EXISTS`: `ifNoneMatch` was asked for and another writer came first. */
export function objectExists(bucket: string, key: string, cause?: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_OBJECT_EXISTS',
    message: `The object "${key}" exists in bucket "${bucket}" already, and ifNoneMatch forbids to replace it.`,
    cause,
  });
}

/** `LITHOPS_OBJECT_CHANGED`: `ifMatch` was asked for, and the object has another etag by now. */
export function storedObjectChanged(bucket: string, key: string, cause?: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_OBJECT_CHANGED',
    message:
      `Expected the object "${key}" in bucket "${bucket}" as it was when the job listed it, got another one: it was ` +
      'replaced in between. Run the job again when nobody writes it.',
    cause,
  });
}

/** `LITHOPS_INVALID_RANGE`: the range begins behind the object's last byte. */
export function rangeBeyondEnd(bucket: string, key: string, start: number, size: number): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_INVALID_RANGE',
    message: `Expected a range that begins within the ${size} bytes of "${key}" in bucket "${bucket}", got start ${start}.`,
  });
}

/** A bucket is needed and none is configured. */
export function noStorageBucket(): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_NO_STORAGE_BUCKET',
    message:
      'Expected a bucket for temporary data, got none. Set storage_bucket in the section lithops or LITHOPS_STORAGE_BUCKET.',
  });
}
