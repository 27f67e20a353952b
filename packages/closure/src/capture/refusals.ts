import type { AnyFunction } from '../code-space/records.js';
import { ClosureError, type ClosureErrorCode } from '../errors.js';
import { type Path, renderPath } from '../values/index.js';

/** The error for something at `path` that cannot travel. */
export function refuse(
  path: Path,
  what: string,
  fix: string,
  code: ClosureErrorCode = 'LITHOPS_CLOSURE',
): ClosureError {
  return new ClosureError({ code, path: renderPath(path), what, fix });
}

/** How a function is called in a message. */
export function describeFunction(fn: AnyFunction): string {
  return fn.name === '' ? 'a function' : `the function ${fn.name}`;
}
