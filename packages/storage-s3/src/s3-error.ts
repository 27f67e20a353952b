import { type Asked, failureOf, safeCause, serviceError } from '@lithops/aws';
import { LithopsError } from '@lithops/core';
import { noSuchBucket, noSuchKey } from '@lithops/core/spec';

/** What a request was about. */
export interface Target {
  readonly bucket: string;
  readonly key?: string | undefined;
}

/** The error that a failed request to S3 comes to; see docs/storage-s3.md. */
export function s3Error(error: unknown, { bucket, key }: Target, asked: Asked): LithopsError {
  // Refused here already, before anything was sent.
  if (error instanceof LithopsError) return error;
  const { code, message } = failureOf(error);
  switch (code) {
    case 'NoSuchKey':
      return noSuchKey(bucket, key ?? '', safeCause(error));
    case 'NoSuchBucket':
      return noSuchBucket(bucket, safeCause(error));
    case 'BucketAlreadyExists':
      return bucketTaken(bucket, asked, error);
    case 'InvalidBucketName':
    case 'KeyTooLongError':
      return new LithopsError({
        code: 'LITHOPS_INVALID_ARGUMENT',
        message: `Expected names that ${asked.endpoint} takes, got bucket "${bucket}"${key === undefined ? '' : ` and key "${key}"`}: ${message}`,
        cause: safeCause(error),
      });
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'IllegalLocationConstraintException':
    case 'InvalidLocationConstraint':
      return wrongRegion(bucket, asked, error);
    default:
      return serviceError(error, asked);
  }
}

/** Is it S3's answer to a condition that does not hold? */
export function isPreconditionFailed(error: unknown): boolean {
  const { code, status } = failureOf(error);
  return code === 'PreconditionFailed' || status === 412;
}

/** `LITHOPS_OBJECT_CHANGED`: what is left of an object must not be put behind what was read of another. */
export function objectChanged(bucket: string, key: string, cause: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_OBJECT_CHANGED',
    message: `Expected "${key}" in bucket "${bucket}" to stay as it is while it was read, got another content when the connection was lost and reading went on: read it again from its beginning.`,
    cause: safeCause(cause),
    isRetryable: true,
  });
}

function bucketTaken(bucket: string, { endpoint }: Asked, error: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_BUCKET_TAKEN',
    message: `Expected to make the bucket "${bucket}", got one of that name which belongs to somebody else at ${endpoint}, where names are shared by all: choose another name, such as one with your own as a prefix.`,
    cause: safeCause(error),
  });
}

function wrongRegion(bucket: string, { section, endpoint }: Asked, error: unknown): LithopsError {
  const { region, code, message } = failureOf(error);
  const fix = region === undefined ? `the region of the bucket` : `"${region}"`;
  return new LithopsError({
    code: 'LITHOPS_WRONG_REGION',
    message: `Expected bucket "${bucket}" to be at ${endpoint}, got ${code}: ${message} Set "${section}.region" to ${fix}.`,
    cause: safeCause(error),
  });
}
