import assert from 'node:assert/strict';

/** Numbers from 0. */
export function numbers(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** What each call came to: its value, or the code of its error, or its message where it has none. */
export async function endsOf(list: {
  settled(): Promise<PromiseSettledResult<unknown>[]>;
}): Promise<unknown[]> {
  const results = await list.settled();
  return results.map((result) => (result.status === 'fulfilled' ? result.value : nameOf(result.reason)));
}

function nameOf(reason: unknown): string {
  assert.ok(reason instanceof Error, `a call failed with ${String(reason)}, which is no error`);
  return 'code' in reason ? String(reason.code) : reason.message;
}

/** The error of what fails. */
export async function failureOf(promise: Promise<unknown>, expected: string): Promise<Error> {
  const reason = await promise.then(
    (value) => assert.fail(`Expected ${expected}, and it gave ${String(value)}.`),
    (error: unknown) => error,
  );
  assert.ok(reason instanceof Error, `Expected ${expected}, and it failed with ${String(reason)}.`);
  return reason;
}
