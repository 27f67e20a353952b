/**
 * Plain data as V8 writes it in one way only. How it writes an array or a number depends on how it happens to keep them
 * (with or without room for holes, as an integer or a double), which changes as code is compiled; a capsule's bytes, whose
 * hash is its name, must not depend on that.
 */
export function canonical(data: unknown): unknown {
  return copy(data, new Map());
}

function copy(value: unknown, known: Map<object, unknown>): unknown {
  if (typeof value === 'number') return asInteger(value);
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  return Array.isArray(value) ? copyArray(value, known) : copyObject(value, known);
}

/** Whatever has other contents than elements and properties is written in one way already. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Array.prototype || prototype === Object.prototype || prototype === null;
}

function asInteger(value: number): number {
  const integer = value | 0;
  return Object.is(integer, value) ? integer : value;
}

/** Begun with an object, an array has elements of any kind; grown by `push`, it has no holes. */
function copyArray(array: readonly unknown[], known: Map<object, unknown>): unknown {
  const elements: unknown[] = [known];
  elements.pop();
  known.set(array, elements);
  for (let i = 0; i < array.length; i++) {
    if (!(i in array)) return array; // holes are written as such
    elements.push(copy(array[i], known));
  }
  return elements;
}

/** Without a prototype, V8 keeps an object's values as they are given, whatever others of its shape hold. */
function copyObject(object: object, known: Map<object, unknown>): unknown {
  const properties: Record<string, unknown> = Object.create(null);
  known.set(object, properties);
  for (const [key, value] of Object.entries(object)) properties[key] = copy(value, known);
  return properties;
}
