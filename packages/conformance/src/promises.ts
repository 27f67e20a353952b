import assert from 'node:assert/strict';
import type { TestRunner } from './test-runner.js';

/** Registers the test of one promise. */
export type Promised = (promise: string, test: () => Promise<void> | void) => void;

/**
 * Registers tests of promises about one subject, which read together as a sentence: "a listing" "is in the order of …". What
 * fails begins with that sentence, so that nobody has to look up what an assertion was about.
 */
export function promises(
  runner: Pick<TestRunner, 'describe' | 'it'>,
  subject: string,
  register: (promised: Promised) => void,
): void {
  runner.describe(subject, () =>
    register((promise, test) => {
      runner.it(promise, async () => {
        try {
          await test();
        } catch (error) {
          throw broken(`${subject} ${promise}`, error);
        }
      });
    }),
  );
}

function broken(sentence: string, error: unknown): Error {
  const said = error instanceof Error ? error.message : String(error);
  const message = `Broken promise: ${sentence}.\n${said}`;
  if (!(error instanceof assert.AssertionError)) return new Error(message, { cause: error });
  const { actual, expected, operator } = error;
  const failure = new assert.AssertionError({ message, actual, expected, operator });
  failure.cause = error;
  return failure;
}
