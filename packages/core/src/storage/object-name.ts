import { invalidArgument } from '../errors/index.js';
import type { ByteRange } from '../spec/storage-backend.js';
import { maxKeyBytes } from './key-layout.js';

/**
 * Refuses a key that no store takes, or that could leave the store's folder where objects are files.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT`
 */
export function checkKey(key: string): void {
  const problem = keyProblem(key);
  if (problem !== undefined) throw invalidArgument('the object key', problem, key);
}

function keyProblem(key: unknown): string | undefined {
  if (typeof key !== 'string') return 'a string';
  if (key === '') return 'not empty';
  if (key.startsWith('/')) return 'relative (no "/" at the beginning)';
  if (/[\0\\]/.test(key)) return 'without NUL and "\\"';
  if (key.split('/').some((segment) => segment === '.' || segment === '..'))
    return 'without "." and ".." segments';
  if (/\p{Surrogate}/u.test(key)) return 'well-formed Unicode';
  if (Buffer.byteLength(key) > maxKeyBytes) return `at most ${maxKeyBytes} bytes of UTF-8`;
  return undefined;
}

/**
 * Refuses a bucket name that no store takes.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT`
 */
export function checkBucket(bucket: string): void {
  if (typeof bucket === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/.test(bucket)) return;
  throw invalidArgument(
    'the bucket name',
    '1 to 255 letters, digits, ".", "_" and "-", the first a letter or digit',
    bucket,
  );
}

/**
 * Refuses a range that is no range; whether it lies within an object only the object can tell.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT`
 */
export function checkRange(range: ByteRange | undefined): void {
  if (range === undefined) return;
  const { start, end } = range;
  if (!Number.isSafeInteger(start) || start < 0) {
    throw invalidArgument('range.start', 'a whole number of bytes ≥ 0', start);
  }
  if (end !== undefined && (!Number.isSafeInteger(end) || end < start)) {
    throw invalidArgument('range.end', `a whole number ≥ start (${start}; the end is inclusive)`, end);
  }
}

/** Orders strings as their UTF-8 bytes: the order of listings. JavaScript's own order differs beyond U+FFFF. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return utf8Rank(left) - utf8Rank(right);
  }
  return a.length - b.length;
}

/** Lifts surrogates (code points beyond U+FFFF) above U+E000–U+FFFF, as their UTF-8 bytes are. */
function utf8Rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
