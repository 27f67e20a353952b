/** Classes of Node that are written in JavaScript, so that their source does not tell them from a user's. */
const hostClasses = new Set(['Buffer', 'URL', 'URLSearchParams', 'Headers', 'DOMException']);

const known = new WeakMap<object, string>();
const none = '';

/**
 * `Map` for `Map.prototype` of any realm (Jest and `vm` have several), and so on for every class of the language and
 * the {@link hostClasses}; `undefined` for prototypes of anything else. Runs no code of the prototype.
 */
export function builtinPrototypeName(prototype: object): string | undefined {
  let name = known.get(prototype);
  if (name === undefined) {
    name = nameOf(prototype);
    known.set(prototype, name);
  }
  return name === none ? undefined : name;
}

/** The name of the class a value is an instance of, for messages; `undefined` when it has none. Runs no code of it. */
export function classNameOf(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value);
  const constructor = prototype === null ? undefined : ownData(prototype, 'constructor');
  const name = typeof constructor === 'function' ? ownData(constructor, 'name') : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function nameOf(prototype: object): string {
  const constructor = ownData(prototype, 'constructor');
  if (typeof constructor !== 'function' || ownData(constructor, 'prototype') !== prototype) return none;
  const name = ownData(constructor, 'name');
  if (constructor === Buffer) return 'Buffer';
  if (typeof name !== 'string' || name === '') return none;
  if (hostClasses.has(name)) return Reflect.get(globalThis, name) === constructor ? name : none;
  const source = Function.prototype.toString.call(constructor);
  return /^function \w+\(\) \{\s*\[native code\]\s*\}$/.test(source) ? name : none;
}

function ownData(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
