import type { MembersRecord, PropertyRecord } from '../code-space/records.js';
import type { NodeRef, ValueReader } from '../values/index.js';

/** Gives a function, class or prototype object the members that it had where it was captured. */
export function fillMembers(object: object, record: MembersRecord, reader: ValueReader): void {
  for (const key of record.deleted) Reflect.deleteProperty(object, readKey(key, reader));
  for (const property of record.properties) defineProperty(object, property, reader);
  if (record.prototype !== undefined)
    Object.setPrototypeOf(object, objectOrNull(reader.read(record.prototype)));
  switch (record.integrity) {
    case 'extensible':
      return;
    case 'fixed':
      Object.preventExtensions(object);
      return;
    case 'sealed':
      Object.seal(object);
      return;
    case 'frozen':
      Object.freeze(object);
  }
}

export function readKey(key: string | NodeRef, reader: ValueReader): string | symbol {
  const read = typeof key === 'string' ? key : reader.read(key);
  if (typeof read === 'string' || typeof read === 'symbol') return read;
  throw new TypeError('A capsule names a member by something else than a text or a symbol');
}

function defineProperty(object: object, property: PropertyRecord, reader: ValueReader): void {
  const { enumerable, configurable, content } = property;
  const key = readKey(property.key, reader);
  if ('value' in content) {
    const { writable } = content;
    Object.defineProperty(object, key, {
      enumerable,
      configurable,
      writable,
      value: reader.read(content.value),
    });
    return;
  }
  const accessors: PropertyDescriptor = { enumerable, configurable };
  const get = accessorPart(reader.read(content.get));
  const set = accessorPart(reader.read(content.set));
  if (get !== undefined) accessors.get = get;
  if (set !== undefined) accessors.set = set;
  Object.defineProperty(object, key, accessors);
}

function accessorPart(value: unknown): (() => unknown) | undefined {
  if (value === undefined || isAccessor(value)) return value;
  throw new TypeError('A capsule has an accessor that is no function');
}

function isAccessor(value: unknown): value is () => unknown {
  return typeof value === 'function';
}

function objectOrNull(value: unknown): object | null {
  if (value === null || typeof value === 'object' || typeof value === 'function') return value;
  throw new TypeError('A capsule has a prototype that is no object');
}
