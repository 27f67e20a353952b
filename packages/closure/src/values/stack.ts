/** The getter that newer engines give the `stack` of every error; one function per realm. */
const ownRealmGetter = Object.getOwnPropertyDescriptor(new Error('probe'), 'stack')?.get;

/**
 * The text of an own `stack` that the engine itself keeps behind an accessor (Node 21 and newer); `undefined` for
 * an accessor that a program defined.
 */
export function nativeStackOf(value: object, { get }: PropertyDescriptor): unknown {
  if (get === undefined) return undefined;
  if (get !== ownRealmGetter && !isNative(get)) return undefined;
  return Reflect.apply(get, value, []);
}

function isNative(getter: () => unknown): boolean {
  return /^function (stack|get stack)?\(\) \{\s*\[native code\]\s*\}$/.test(
    Function.prototype.toString.call(getter),
  );
}
