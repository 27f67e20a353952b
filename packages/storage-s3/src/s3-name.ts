import { LithopsError } from '@lithops/core';

const MAX_KEY_BYTES = 1024;

/**
 * Refuses a key that no S3 takes. Anything else is a key, with slashes wherever they are.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT`
 */
export function checkKey(key: string): void {
  const problem = problemOf(key);
  if (problem === undefined) return;
  throw new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected the object key to be ${problem}, got ${typeof key === 'string' ? JSON.stringify(key) : typeof key}.`,
  });
}

function problemOf(key: unknown): string | undefined {
  if (typeof key !== 'string') return 'a string';
  if (key === '') return 'not empty';
  if (key.includes('\0')) return 'without NUL';
  if (/\p{Surrogate}/u.test(key)) return 'well-formed Unicode';
  // Every address of "." and ".." is resolved on the way: the server would be asked for another key.
  if (key.split('/').some((segment) => segment === '.' || segment === '..'))
    return 'without "." and ".." segments';
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return `at most ${MAX_KEY_BYTES} bytes of UTF-8`;
  return undefined;
}
