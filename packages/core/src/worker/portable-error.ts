import { isLithopsError, LithopsError } from '../errors/lithops-error.js';
import { isErrorLike, messageOf, shown } from '../util/thrown.js';

/** Can this value cross to the client by itself? */
export type Travels = (value: unknown) => boolean;

/**
 * A stand-in for something thrown that cannot travel as it is: class, name, message, stack, causes and every field that can
 * survive; what cannot is named in the message. An error of Lithops stays one: it is known by its mark and its code.
 */
export function portableError(thrown: unknown, why: Error, travels: Travels): Error {
  try {
    return isErrorLike(thrown) ? standFor(thrown, travels) : unserializable(thrown, why);
  } catch (error) {
    // It throws when it is looked at.
    return unserializable(thrown, error);
  }
}

function unserializable(thrown: unknown, why: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSERIALIZABLE_ERROR',
    message: `The function threw ${shown(thrown)}, which cannot travel: ${messageOf(why)}`,
  });
}

function standFor(thrown: Error, travels: Travels): Error {
  const { stand, lost } = copyOf(thrown, travels);
  if (lost.length > 0 && !isLithopsError(thrown))
    addNote(stand, ` [not sent, because it cannot travel: ${lost.join(', ')}]`);
  return stand;
}

function copyOf(
  thrown: Error,
  travels: Travels,
): { readonly stand: Error; readonly lost: readonly string[] } {
  const stand = new Error(thrown.message);
  const lost: string[] = [];
  for (const key of Reflect.ownKeys(thrown)) {
    const descriptor = Object.getOwnPropertyDescriptor(thrown, key);
    if (descriptor === undefined || !('value' in descriptor)) continue;
    const value: unknown = descriptor.value;
    // Also what was frozen: the stand-in is written to once more.
    const writable = { ...descriptor, value, writable: true, configurable: true };
    if (isRegistered(key) && travels(value)) Object.defineProperty(stand, key, writable);
    else if (isErrorLike(value))
      Object.defineProperty(stand, key, { ...descriptor, value: copyOf(value, travels).stand });
    else lost.push(`${String(key)} (${kindOf(value)})`);
  }
  stand.stack = thrown.stack ?? '';
  takeClass(stand, thrown, travels);
  return { stand, lost };
}

/** The nearest class of the error that can travel; a class that cannot leaves its name. */
function takeClass(stand: Error, thrown: Error, travels: Travels): void {
  const { name } = thrown;
  for (
    let prototype: unknown = Object.getPrototypeOf(thrown);
    isObject(prototype);
    prototype = Object.getPrototypeOf(prototype)
  ) {
    if (prototype === Object.prototype) break;
    Object.setPrototypeOf(stand, prototype);
    if (!travels(stand)) continue;
    if (stand.name !== name)
      Object.defineProperty(stand, 'name', { value: name, configurable: true, writable: true });
    return;
  }
  Object.setPrototypeOf(stand, Error.prototype);
  Object.defineProperty(stand, 'name', { value: name, configurable: true, writable: true });
}

function addNote(error: Error, note: string): void {
  const { message, stack = '' } = error;
  error.message = message + note;
  error.stack = stack.replace(message, error.message);
}

/** `WeakMap`, `Socket`, `function`. */
function kindOf(value: unknown): string {
  if (!isObject(value)) return typeof value;
  const maker: unknown = Reflect.get(value, 'constructor');
  return typeof maker === 'function' && maker.name !== '' ? maker.name : 'object';
}

function isRegistered(key: string | symbol): boolean {
  return typeof key === 'string' || Symbol.keyFor(key) !== undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
