import { inspect } from 'node:util';
import { LithopsError } from './lithops-error.js';

/** Expected this, got that: the one form in which bad arguments and options are refused. */
export function invalidArgument(name: string, expected: string, got: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected ${name} to be ${expected}, got ${describe(got)}.`,
  });
}

function describe(value: unknown): string {
  const text = inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 60 });
  return `${text} (${value === null ? 'null' : typeof value})`;
}
