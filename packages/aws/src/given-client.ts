import { LithopsError } from '@lithops/core';

/** What all clients of the AWS SDK have. */
export interface SdkClient {
  readonly config: { readonly serviceId: string };
  /** Sends a command and resolves with its output. */
  send(...command: never[]): unknown;
}

/** Is it a client, also one of another copy of the SDK? */
export function isSdkClient(given: unknown): given is SdkClient {
  return isObject(given) && 'send' in given && typeof given.send === 'function' && 'config' in given;
}

/**
 * Refuses what is neither a client of that service nor options for one: nothing else is taken in its place.
 *
 * @param service - as the SDK calls it: `S3`, `Lambda`
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT`
 */
export function checkGivenClient(service: string, given: unknown): void {
  const isRight = isSdkClient(given) ? given.config.serviceId === service : isOptions(given);
  if (isRight) return;
  const got = isSdkClient(given)
    ? `a client of ${given.config.serviceId}`
    : given === null
      ? 'null'
      : typeof given;
  throw new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected ${service}Client of @aws-sdk/client-${service.toLowerCase()}, or options for one, got ${got}.`,
  });
}

function isOptions(given: unknown): boolean {
  return isObject(given) && Object.getPrototypeOf(given) === Object.prototype;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
