import { types } from 'node:util';

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
  const prototype = types.isProxy(value) ? undefined : prototypeOf(value);
  const owner = prototype === undefined ? undefined : ownData(prototype, 'constructor');
  const name = typeof owner === 'function' ? ownData(owner, 'name') : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function nameOf(prototype: object): string {
  const owner = types.isProxy(prototype) ? undefined : ownData(prototype, 'constructor');
  if (typeof owner !== 'function' || ownData(owner, 'prototype') !== prototype) return none;
  const name = ownData(owner, 'name');
  if (owner === Buffer) return 'Buffer';
  if (typeof name !== 'string' || name === '') return none;
  if (hostClasses.has(name)) return Reflect.get(globalThis, name) === owner ? name : none;
  const source = Function.prototype.toString.call(owner);
  return /^function \w+\(\) \{\s*\[native code\]\s*\}$/.test(source) ? name : none;
}

function ownData(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

/** The nearest class of the language or of Node that a value inherits from: `Error` for `class Mine extends Error`. */
export function builtinBaseName(value: object): string | undefined {
  for (let prototype = prototypeOf(value); prototype !== undefined; prototype = prototypeOf(prototype)) {
    const name = builtinPrototypeName(prototype);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Whether a value is an instance of that class of Node, or of a subclass. */
export function inheritsHostClass(value: object, name: string): boolean {
  return builtinBaseName(value) === name;
}

function prototypeOf(value: object): object | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  // A proxy would run its traps.
  if (prototype === null || types.isProxy(prototype)) return undefined;
  return isObject(prototype) ? prototype : undefined;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
