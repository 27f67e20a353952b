import type { AnyFunction } from '../code-space/records.js';
import { ClosureError, type ClosureErrorCode } from '../errors.js';
import { type Path, renderPath } from '../values/index.js';

/**
 * Objects with a text under this key never travel; the text says what to do instead. For classes whose instances belong
 * to one process, on their prototypes.
 */
export const insteadOfShipping: unique symbol = Symbol.for('lithops.instead-of-shipping');

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

/** @throws ClosureError for a function whose result is no value. */
export function refuseGenerators(fn: AnyFunction, path: Path): void {
  const kind = Object.prototype.toString.call(fn);
  if (kind !== '[object GeneratorFunction]' && kind !== '[object AsyncGeneratorFunction]') return;
  throw refuse(
    path,
    'a generator function, whose values would be lost',
    'Return a list: `(item) => Array.from(generate(item))`, or `await Array.fromAsync(…)` for an async one.',
  );
}
