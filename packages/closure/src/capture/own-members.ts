import { sourceTextOf } from '../code-space/loaded-code.js';
import type { Integrity, MembersRecord, PropertyRecord } from '../code-space/records.js';
import { type NodeRef, type Path, propertyPath, type ValueWriter } from '../values/index.js';
import type { ClassMember, ClassShape } from './class-shape.js';

/** What the source of a function or class makes by itself, and so need not travel. */
export interface MadeBySource {
  /** Keys that the source makes; when the object lacks one it was deleted. */
  readonly keys: readonly (string | symbol)[];
  /** Whether the member is still what the source made. */
  isOriginal(key: string | symbol, descriptor: PropertyDescriptor): boolean;
}

/** The own properties of a function, class or prototype object that differ from what its source makes. */
export function writeMembers(
  object: object,
  made: MadeBySource,
  prototype: object | null | undefined,
  path: Path,
  writer: ValueWriter,
): MembersRecord {
  const properties: PropertyRecord[] = [];
  for (const key of Reflect.ownKeys(object)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined || (made.keys.includes(key) && made.isOriginal(key, descriptor))) continue;
    properties.push(writeProperty(key, descriptor, path, writer));
  }
  const deleted = made.keys.filter((key) => !Object.hasOwn(object, key));
  return {
    properties,
    deleted: deleted.map((key) => writeKey(key, path, writer)),
    prototype: prototype === undefined ? undefined : writer.write(prototype, propertyPath(path, '__proto__')),
    integrity: integrityOf(object),
  };
}

export function writeKey(key: string | symbol, path: Path, writer: ValueWriter): string | NodeRef {
  return typeof key === 'string' ? key : writer.write(key, propertyPath(path, key));
}

function writeProperty(
  key: string | symbol,
  descriptor: PropertyDescriptor,
  path: Path,
  writer: ValueWriter,
): PropertyRecord {
  const at = propertyPath(path, key);
  const { enumerable = false, configurable = false, writable = false } = descriptor;
  const content =
    'value' in descriptor
      ? { value: writer.write(descriptor.value, at), writable }
      : { get: writer.write(descriptor.get, at), set: writer.write(descriptor.set, at) };
  return { key: writeKey(key, path, writer), enumerable, configurable, content };
}

function integrityOf(object: object): Integrity {
  if (Object.isExtensible(object)) return 'extensible';
  if (Object.isFrozen(object)) return 'frozen';
  return Object.isSealed(object) ? 'sealed' : 'fixed';
}

/** What every function has by itself. */
export const functionMembers: MadeBySource = {
  keys: ['length', 'name', 'prototype', 'arguments', 'caller'],
  isOriginal: () => true,
};

export interface ClassMembers {
  readonly ofClass: MadeBySource;
  readonly ofPrototype: MadeBySource;
  /** Live values of the computed names of methods, in the order of the text. */
  readonly computedKeys: readonly (string | symbol)[];
}

/** Matches the members in a class's text with those that the live class has. */
export function classMembers(shape: ClassShape, fn: object, prototype: object): ClassMembers {
  const computedKeys: (string | symbol)[] = [];
  const texts = {
    class: new Map<string | symbol, Set<string>>(),
    prototype: new Map<string | symbol, Set<string>>(),
  };
  for (const member of shape.members) {
    const object = member.isStatic ? fn : prototype;
    const key = member.key === undefined ? findComputed(object, member) : keyOf(member.key);
    if (member.key === undefined) computedKeys.push(key);
    const side = member.isStatic ? texts.class : texts.prototype;
    side.set(key, (side.get(key) ?? new Set()).add(member.text));
  }
  const isOriginal =
    (side: Map<string | symbol, Set<string>>) => (key: string | symbol, descriptor: PropertyDescriptor) => {
      const expected = side.get(key);
      if (expected === undefined) return true;
      const parts: unknown[] = [descriptor.value, descriptor.get, descriptor.set];
      return parts.every(
        (part) => part === undefined || (typeof part === 'function' && expected.has(sourceTextOf(part))),
      );
    };
  return {
    computedKeys,
    ofClass: {
      keys: [
        'length',
        'name',
        'prototype',
        ...[...texts.class.keys()].filter((key) => key !== 'name' && key !== 'length'),
      ],
      isOriginal: isOriginal(texts.class),
    },
    ofPrototype: {
      keys: ['constructor', ...texts.prototype.keys()],
      isOriginal: isOriginal(texts.prototype),
    },
  };
}

function findComputed(object: object, member: ClassMember): string | symbol {
  const key = Reflect.ownKeys(object).find((candidate) => {
    const descriptor = Object.getOwnPropertyDescriptor(object, candidate);
    const part: unknown = member.kind === 'method' ? descriptor?.value : descriptor?.[member.kind];
    return typeof part === 'function' && sourceTextOf(part) === member.text;
  });
  if (key === undefined)
    throw new TypeError(`The class has no member any more for \`${member.text.slice(0, 60)}\``);
  return key;
}

/** `@@iterator` means the well-known symbol. */
function keyOf(key: string): string | symbol {
  if (!key.startsWith('@@')) return key;
  const symbol: unknown = Reflect.get(Symbol, key.slice(2));
  return typeof symbol === 'symbol' ? symbol : key;
}
