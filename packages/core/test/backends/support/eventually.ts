import { type Assertion, expect } from 'vitest';

/** Looks again and again until it is as expected, for at most ten seconds: worker processes take their time. */
export function eventually<T>(read: () => T): Assertion<T> {
  return expect.poll(read, { interval: 10, timeout: 10_000 }) as unknown as Assertion<T>;
}
