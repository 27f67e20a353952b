import { classNameOf } from './builtin-prototypes.js';
import type { Path } from './path.js';
import { type ValueError, valueError } from './value-error.js';

/** The error for a value that no kind takes. */
export function refusal(value: object | symbol, path: Path): ValueError {
  if (typeof value === 'symbol') {
    return valueError(
      path,
      `the unique symbol ${String(value)}`,
      'Use Symbol.for(name), which is the same everywhere.',
    );
  }
  if (typeof value === 'function') {
    return valueError(path, 'a function', 'Send data only, or pass the function itself to map.');
  }
  return valueError(
    path,
    `an instance of ${classNameOf(value) ?? 'an unnamed class'}`,
    'Send its data as a plain object.',
  );
}
