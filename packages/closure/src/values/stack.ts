import { types } from 'node:util';

/** The getter that newer engines (Node 21 on) give the `stack` of every error; it works on errors of any realm. */
const nativeGetter = Object.getOwnPropertyDescriptor(new Error('probe'), 'stack')?.get;

/**
 * The text of an own `stack` that the engine itself keeps behind an accessor; `undefined` for an accessor that a
 * program defined. Only the engine's getter is called, never the one that was found.
 */
export function nativeStackOf(value: object, { get }: PropertyDescriptor): unknown {
  if (get === undefined || nativeGetter === undefined) return undefined;
  const isOfOtherRealm =
    types.isNativeError(value) && nativeSource.test(Function.prototype.toString.call(get));
  return get === nativeGetter || isOfOtherRealm ? Reflect.apply(nativeGetter, value, []) : undefined;
}

const nativeSource = /^function [\w ]*\(\) \{\s*\[native code\]\s*\}$/;
