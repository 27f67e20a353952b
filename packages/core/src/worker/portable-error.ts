import { inspect } from 'node:util';
import { LithopsError } from '../errors/lithops-error.js';

/**
 * A stand-in for something thrown that cannot travel: name, message and stack survive, and the reason says which part
 * did not.
 */
export function portableError(thrown: unknown, why: Error): Error {
  if (!(thrown instanceof Error)) {
    return new LithopsError({
      code: 'LITHOPS_UNSERIALIZABLE_ERROR',
      message: `The function threw ${inspect(thrown, { depth: 0 })}, which cannot travel: ${why.message}`,
    });
  }
  const stand = new Error(`${thrown.message} [parts of this error could not travel: ${why.message}]`);
  Object.defineProperty(stand, 'name', { value: thrown.name, configurable: true, writable: true });
  if (thrown.stack !== undefined) stand.stack = thrown.stack;
  return stand;
}
