import { ClosureError } from '../errors.js';
import { type Path, renderPath } from './path.js';

const marker = Symbol.for('lithops.error');

/** A {@link ClosureError} with code `LITHOPS_VALUE`: a value that cannot be copied, or bytes that are no values. */
export type ValueError = ClosureError;

/** Whether an error is of this family, also when another copy of this package made it. */
export function isClosureError(error: unknown): error is ClosureError {
  return error instanceof ClosureError || (error instanceof Error && Reflect.get(error, marker) === true);
}

/** The error for a value at `path` that cannot travel. `what` and `fix` are sentences; `what` goes without its full stop. */
export function valueError(path: Path, what: string, fix: string, cause?: unknown): ValueError {
  return new ClosureError({ code: 'LITHOPS_VALUE', path: renderPath(path), what, fix, cause });
}

/** The error for bytes that this codec did not write, or that were damaged on the way. */
export function damagedBytes(what: string, cause?: unknown): ValueError {
  return new ClosureError({
    code: 'LITHOPS_VALUE',
    path: 'the received values',
    what: `the bytes are not what the codec wrote: ${what}`,
    fix: 'They were damaged or cut on the way, or written by something else; send them again.',
    cause,
  });
}
