import { types } from 'node:util';

let probed: { readonly getter: (() => unknown) | undefined } | undefined;

/**
 * The getter that newer engines (Node 21 on) give the `stack` of every error; it works on errors of any realm. Only who
 * needs it probes for it: an older engine then puts a whole stack into words, which takes a fresh process milliseconds.
 */
function nativeGetter(): (() => unknown) | undefined {
  probed ??= { getter: Object.getOwnPropertyDescriptor(new Error('probe'), 'stack')?.get };
  return probed.getter;
}

/**
 * The text of an own `stack` that the engine itself keeps behind an accessor; `undefined` for an accessor that a
 * program defined. Only the engine's getter is called, never the one that was found.
 */
export function nativeStackOf(value: object, { get }: PropertyDescriptor): unknown {
  if (get === undefined) return undefined;
  const getter = nativeGetter();
  if (getter === undefined) return undefined;
  const isOfOtherRealm =
    types.isNativeError(value) && nativeSource.test(Function.prototype.toString.call(get));
  return get === getter || isOfOtherRealm ? Reflect.apply(getter, value, []) : undefined;
}

const nativeSource = /^function [\w ]*\(\) \{\s*\[native code\]\s*\}$/;
