import assert from 'node:assert/strict';
import { types } from 'node:util';
import type { StoredObject } from '@lithops/core/spec';

/** All pages of a listing. */
export async function pagesOf(
  pages: AsyncIterable<readonly StoredObject[]>,
): Promise<(readonly StoredObject[])[]> {
  const all: (readonly StoredObject[])[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

/** Expects that it fails in the way that core knows how to deal with; gives the error. */
export async function rejectsWith(code: string, asked: Promise<unknown>, what = 'it'): Promise<Error> {
  const error = await asked.then(
    () => assert.fail(`Expected ${what} to be refused with ${code}, got a value.`),
    (reason: unknown) => reason,
  );
  assert.ok(isError(error), `Expected an Error with code ${code}, got ${String(error)}.`);
  const got = 'code' in error ? error.code : undefined;
  assert.equal(got, code, `Expected ${what} to be refused with ${code}, got ${got}: ${error.message}`);
  return error;
}

/** Jest gives each file classes of its own, which the errors and dates of Node.js are not of. */
function isError(value: unknown): value is Error {
  return types.isNativeError(value);
}

/** Compares without printing megabytes. */
export function sameBytes(got: Uint8Array, expected: Uint8Array, what: string): void {
  assert.equal(
    got.byteLength,
    expected.byteLength,
    `Expected ${expected.byteLength} bytes of ${what}, got ${got.byteLength}.`,
  );
  if (Buffer.compare(got, expected) === 0) return;
  const at = expected.findIndex((byte, i) => byte !== got[i]);
  assert.fail(`Expected byte ${at} of ${what} to be ${expected[at]}, got ${got[at]}.`);
}

/** Orders as listings do. */
export function byUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
