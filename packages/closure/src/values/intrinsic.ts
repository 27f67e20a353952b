/**
 * What the built-in getter `key` of a built-in prototype says about `value`, whatever the value or its class
 * overrides: no code of a program runs.
 *
 * @throws TypeError when `value` lacks the slot that the getter reads.
 */
export function intrinsic(prototype: object, key: PropertyKey, value: object): unknown {
  const getter = Object.getOwnPropertyDescriptor(prototype, key)?.get;
  return getter === undefined ? undefined : Reflect.apply(getter, value, []);
}

/** Whether `value` has the slot that the built-in getter `key` reads. */
export function hasSlot(prototype: object, key: PropertyKey, value: object): boolean {
  try {
    intrinsic(prototype, key, value);
    return true;
  } catch {
    return false; // The getter's TypeError is the answer.
  }
}
