import { runInThisContext } from 'node:vm';
import type { FunctionExecutor } from '@lithops/core';

/**
 * The executor, for functions that are written in this package. Functions of installed packages go to workers by name, and
 * workers do not have this one: made anew from their text they belong to the program. They may use nothing of their file.
 */
export function forOwnFunctions(exec: FunctionExecutor): FunctionExecutor {
  return new Proxy(exec, {
    get(of, key) {
      const value: unknown = Reflect.get(of, key, of);
      if (typeof value !== 'function') return value;
      if (key !== 'map' && key !== 'callAsync') return value.bind(of);
      return (fn: unknown, ...rest: unknown[]): unknown => Reflect.apply(value, of, [madeAnew(fn), ...rest]);
    },
  });
}

const made = new Map<string, unknown>();

/** The same one for the same text, so that it is the same function for those who compare. */
function madeAnew(fn: unknown): unknown {
  const text = String(fn);
  if (!made.has(text)) made.set(text, runInThisContext(`(${text})`));
  return made.get(text);
}
