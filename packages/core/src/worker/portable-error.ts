import { inspect } from 'node:util';
import { isLithopsError, LithopsError } from '../errors/lithops-error.js';
import { isErrorLike } from '../util/thrown.js';

/**
 * A stand-in for something thrown that cannot travel: name, message, stack and plain fields survive, and the reason says
 * which part did not. An error of Lithops stays one: it is known by its mark and its code, not by its class.
 */
export function portableError(thrown: unknown, why: Error): Error {
  if (!isErrorLike(thrown)) {
    return new LithopsError({
      code: 'LITHOPS_UNSERIALIZABLE_ERROR',
      message: `The function threw ${inspect(thrown, { depth: 0 })}, which cannot travel: ${why.message}`,
    });
  }
  const isOurs = isLithopsError(thrown);
  const note = isOurs ? '' : ` [parts of this error could not travel: ${why.message}]`;
  const stand = new Error(`${thrown.message}${note}`);
  for (const key of Reflect.ownKeys(thrown)) copyPlain(thrown, stand, key);
  define(stand, 'name', thrown.name);
  define(stand, 'stack', thrown.stack);
  return stand;
}

function copyPlain(from: Error, to: Error, key: string | symbol): void {
  if (key === 'message') return;
  const value: unknown = Object.getOwnPropertyDescriptor(from, key)?.value;
  const isPlain = value === null || (typeof value !== 'object' && typeof value !== 'function');
  const isRegistered = typeof key === 'string' || Symbol.keyFor(key) !== undefined;
  if (isPlain && isRegistered && typeof value !== 'symbol') define(to, key, value);
}

function define(error: Error, key: string | symbol, value: unknown): void {
  Object.defineProperty(error, key, { value, configurable: true, writable: true, enumerable: false });
}
