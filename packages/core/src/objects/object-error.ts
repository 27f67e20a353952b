import { sep } from 'node:path';
import { LithopsError } from '../errors/index.js';
import type { ObjectPlace } from './object-part.js';
import { printableUrl } from './printable-url.js';

/** A place as errors name it. */
export function describePlace(place: ObjectPlace): string {
  switch (place.kind) {
    case 'storage':
      return `the object "${place.key}" in bucket "${place.bucket}"`;
    case 'file':
      return `the ${place.path.endsWith(sep) ? 'folder' : 'file'} ${place.path}`;
    case 'url':
      return printableUrl(place.href);
  }
}

/** `LITHOPS_NO_SUCH_KEY`: a prefix, a folder or a wildcard that nothing is behind. */
export function nothingMatches(text: string, where: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_NO_SUCH_KEY',
    message: `Expected objects behind the name "${text}", got none: ${where}. Correct the name, or leave it out.`,
  });
}

/** `LITHOPS_NO_SUCH_KEY`: a file or URL that is not there. */
export function noSuchObject(place: ObjectPlace, fix: string, cause?: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_NO_SUCH_KEY',
    message: `Expected ${describePlace(place)} to exist, and it does not. ${fix}`,
    cause,
  });
}

/** `LITHOPS_OBJECT_UNREADABLE`: it may be there, and cannot be read. */
export function objectUnreadable(
  place: ObjectPlace,
  why: string,
  options: { readonly cause?: unknown; readonly isRetryable?: boolean } = {},
): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_OBJECT_UNREADABLE',
    message: `Expected to read ${describePlace(place)}, but ${why}.`,
    ...options,
  });
}

/** `LITHOPS_OBJECT_CHANGED`: what is read now is not what was listed. */
export function objectChanged(place: ObjectPlace, was: string, is: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_OBJECT_CHANGED',
    message:
      `Expected ${describePlace(place)} as it was when the job listed it (${was}), got another one (${is}): it was ` +
      'replaced in between. Run the job again when nobody writes it.',
  });
}

/** `LITHOPS_NO_LENGTH`: without its size, nobody can tell its parts, nor whether all of it came. */
export function noLength(place: ObjectPlace): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_NO_LENGTH',
    message:
      `Expected the server to tell the length of ${describePlace(place)}, got neither Content-Length nor Content-Range. ` +
      'Store it in a bucket or a file first, and name that.',
  });
}
