import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { LithopsError } from '@lithops/core';

/** A client that somebody made already, or options for one. */
export type GivenClient = S3Client | S3ClientConfig;

/** Is it a client, also one of another copy of the SDK? */
export function isClient(given: unknown): given is S3Client {
  return isObject(given) && 'send' in given && typeof given.send === 'function' && 'config' in given;
}

/**
 * Refuses what is no client of S3: nothing else is taken in its place.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT`
 */
export function checkGivenClient(given: unknown): void {
  const isRight = isClient(given) ? serviceOf(given) === 'S3' : isOptions(given);
  if (isRight) return;
  const got = isClient(given) ? `a client of ${serviceOf(given)}` : given === null ? 'null' : typeof given;
  throw new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected an S3Client of @aws-sdk/client-s3, or options for one, got ${got}.`,
  });
}

function serviceOf({ config }: S3Client): string {
  return config.serviceId;
}

function isOptions(given: unknown): boolean {
  return isObject(given) && Object.getPrototypeOf(given) === Object.prototype;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
