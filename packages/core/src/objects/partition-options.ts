import { invalidArgument, LithopsError } from '../errors/index.js';

/** How objects become parts: options of a job, without their prefix `obj`. */
export interface PartitionOptions {
  /** Bytes per part. @default one part per object */
  readonly chunkSize?: number | undefined;
  /** Exactly that many parts of each object, some empty when it is smaller. Not together with `chunkSize`. */
  readonly chunkNumber?: number | undefined;
  /** Parts end after this; `null`: exact byte ranges. @default '\n' */
  readonly newline?: string | null | undefined;
}

/**
 * Refuses what makes no parts.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT`, with the options' names as users write them.
 */
export function checkPartitionOptions({ chunkSize, chunkNumber, newline }: PartitionOptions): void {
  checkCount('objChunkSize', 'a whole number of bytes ≥ 1', chunkSize);
  checkCount('objChunkNumber', 'a whole number of parts ≥ 1', chunkNumber);
  if (chunkSize !== undefined && chunkNumber !== undefined) {
    throw new LithopsError({
      code: 'LITHOPS_INVALID_ARGUMENT',
      message: `Expected one of objChunkSize and objChunkNumber, got both (${chunkSize} and ${chunkNumber}). Leave one out.`,
    });
  }
  if (newline === undefined || newline === null) return;
  if (typeof newline === 'string' && newline !== '' && !/\p{Surrogate}/u.test(newline)) return;
  throw invalidArgument(
    'objNewline',
    'a string of at least one character, or null for exact ranges',
    newline,
  );
}

function checkCount(name: string, expected: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) return;
  throw invalidArgument(name, expected, value);
}
