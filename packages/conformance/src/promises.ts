import assert from 'node:assert/strict';
import { isLeftOut } from './left-out.js';
import type { TestRunner } from './test-runner.js';

/** A promise that was not kept, and what showed it. */
class BrokenPromise extends assert.AssertionError {
  constructor(promise: string, cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    const shown = cause instanceof assert.AssertionError ? cause : {};
    super({ ...differenceOf(shown), message: `Broken promise: ${promise}.\n${detail}` });
    this.cause = cause;
  }
}

/** What runners show in colours. */
function differenceOf({ actual, expected, operator }: Partial<assert.AssertionError>) {
  return operator === undefined ? {} : { actual, expected, operator };
}

/**
 * Names the promise in whatever shows that it is not kept, so that nobody has to look up what an assertion was about. What has
 * named a promise already keeps it.
 * @param promise - a sentence without a full stop
 */
export async function keeping<T>(promise: string, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw named(promise, error);
  }
}

/** The same of what is at hand already. */
export function keepingNow(promise: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw named(promise, error);
  }
}

/** Fails with the promise that was broken, what was expected and what came. */
export function breaks(promise: string, expected: string, got: string): never {
  throw new BrokenPromise(promise, new Error(`Expected ${expected}, got ${got}.`));
}

function named(promise: string, error: unknown): unknown {
  return error instanceof BrokenPromise || isLeftOut(error) ? error : new BrokenPromise(promise, error);
}

/** Registers the test of one promise. */
export type Promised = (promise: string, test: () => Promise<void> | void) => void;

/** Registers tests of promises about one subject, which read together as a sentence: "a listing" "is in the order of …". */
export function promises(
  { describe, it }: Pick<TestRunner, 'describe' | 'it'>,
  subject: string,
  register: (promised: Promised) => void,
): void {
  describe(subject, () =>
    register((promise, test) => {
      it(promise, () => keeping(`${subject} ${promise}`, test));
    }),
  );
}
