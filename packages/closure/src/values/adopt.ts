import { deserialize, serialize } from 'node:v8';
import { builtinPrototypeName } from './builtin-prototypes.js';

const ownPrototypes: ReadonlyMap<string, object> = new Map<string, object>([
  ['Object', Object.prototype],
  ['Array', Array.prototype],
  ['Map', Map.prototype],
  ['Set', Set.prototype],
  ['Date', Date.prototype],
  ['RegExp', RegExp.prototype],
]);

/**
 * Whether the deserialiser makes objects of another realm than this code's: it makes them in Node's main context, while
 * Jest runs programs in one of their own, where such an object is no instance of `Object` or `Array`.
 */
export const isInOtherRealm: boolean = Object.getPrototypeOf(deserialize(serialize({}))) !== Object.prototype;

/** Gives deserialised plain values, and all that they reach, the prototypes of this realm. Depth costs no stack. */
export function adopt(values: Iterable<unknown>): void {
  // Grows while it is walked.
  const pending = [...values];
  const seen = new Set<object>();
  for (const value of pending) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const name = builtinPrototypeName(Object.getPrototypeOf(value));
    const prototype = ownPrototypes.get(name ?? '');
    if (prototype === undefined) continue;
    Object.setPrototypeOf(value, prototype);
    for (const child of childrenOf(value)) pending.push(child);
  }
}

function* childrenOf(value: object): Iterable<unknown> {
  if (value instanceof Map) {
    for (const [key, entry] of value) yield* [key, entry];
  } else if (value instanceof Set) {
    yield* value;
  } else {
    yield* Object.values(value);
  }
}
