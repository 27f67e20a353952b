import type { ValueReader } from './contract.js';
import type { KindWriter } from './kind.js';
import { field, listOf, sizeOf } from './parse.js';
import { type Path, propertyPath, textPath } from './path.js';
import { nativeStackOf } from './stack.js';
import { damagedBytes, valueError } from './value-error.js';

/** Bits of one property's attributes. */
const writable = 1;
const enumerable = 2;
const configurable = 4;
const accessor = 8;
const ordinary = writable | enumerable | configurable;

type Integrity = 'open' | 'fixed' | 'sealed' | 'frozen';

/** Own properties, in order, with their attributes. */
export interface PropertyRecord {
  /** A text, or the ref of a symbol. */
  readonly keys: readonly (string | number)[];
  /** The value of each key; the getter's for an accessor. */
  readonly refs: readonly number[];
  /** Of the accessors only, in order. */
  readonly setters?: readonly number[];
  /** One per key; missing when all are ordinary. What freezing or sealing took away is not counted. */
  readonly attributes?: readonly number[];
  readonly integrity?: Integrity;
}

/**
 * Own properties of `value`, symbol keys and hidden ones included. No getter is called: accessors travel as their
 * functions where functions can travel, else they are refused. `ownKeys` leaves out what a kind keeps otherwise.
 */
export function writeProperties(
  value: object,
  path: Path,
  writer: KindWriter,
  ownKeys: readonly PropertyKey[] = ownKeysOf(value),
): PropertyRecord {
  const integrity = integrityOf(value);
  const keys: (string | number)[] = [];
  const refs: number[] = [];
  const setters: number[] = [];
  const attributes: number[] = [];
  let areOrdinary = true;
  for (const key of ownKeys) {
    const property = dataProperty(value, key);
    if (property === undefined) continue;
    const at = propertyPath(path, key);
    const bits = attributesOf(property, integrity);
    areOrdinary &&= bits === ordinary;
    keys.push(typeof key === 'symbol' ? writer.write(key, at) : String(key));
    attributes.push(bits);
    if ((bits & accessor) === 0) refs.push(writer.write(property.value, at));
    else writeAccessor(property, at, writer, refs, setters);
  }
  if (areOrdinary && integrity === 'open') return { keys, refs };
  return {
    keys,
    refs,
    integrity,
    ...(setters.length > 0 && { setters }),
    ...(!areOrdinary && { attributes }),
  };
}

/** Like `Reflect.ownKeys`, but three times as fast. */
function ownKeysOf(value: object): readonly PropertyKey[] {
  const names = Object.getOwnPropertyNames(value);
  const symbols = Object.getOwnPropertySymbols(value);
  return symbols.length === 0 ? names : [...names, ...symbols];
}

function writeAccessor(
  property: PropertyDescriptor,
  path: Path,
  writer: KindWriter,
  refs: number[],
  setters: number[],
): void {
  if (!writer.takesFunctions) throw accessorError(path);
  refs.push(writer.write(property.get, textPath(path, ' (its getter)')));
  setters.push(writer.write(property.set, textPath(path, ' (its setter)')));
}

/** Gives `value` the properties of a record. Keys such as `__proto__` become own properties like any other. */
export function fillProperties(value: object, data: unknown, reader: ValueReader): void {
  const keys = listOf(field(data, 'keys'));
  const refs = listOf(field(data, 'refs'));
  const attributes = field(data, 'attributes');
  const bitsOf = attributes === undefined ? undefined : listOf(attributes);
  const setters = listOf(field(data, 'setters') ?? []).values();
  if (keys.length !== refs.length) throw damagedBytes('as many values as keys were expected');
  for (let index = 0; index < keys.length; index += 1) {
    const bits = bitsOf === undefined ? ordinary : sizeOf(bitsOf[index]);
    const key = keyOf(keys[index], reader);
    const first = reader.read(sizeOf(refs[index]));
    // Where nothing can be in the way, assigning is the same and much faster.
    if (bits === ordinary && !(key in value)) Reflect.set(value, key, first);
    else if ((bits & accessor) === 0)
      define(value, key, bits, { value: first, writable: (bits & writable) !== 0 });
    else define(value, key, bits, accessorOf(first, reader.read(sizeOf(setters.next().value))));
  }
}

/** Own properties, then frozen or sealed as the original: all that most kinds need to fill a shell. */
export function restoreProperties(value: object, data: unknown, reader: ValueReader): void {
  fillProperties(value, data, reader);
  restoreIntegrity(value, data);
}

/** Freezes, seals or closes `value` as the original was. The last thing done to it. */
export function restoreIntegrity(value: object, data: unknown): void {
  const integrity = field(data, 'integrity');
  if (integrity === 'frozen') Object.freeze(value);
  else if (integrity === 'sealed') Object.seal(value);
  else if (integrity === 'fixed') Object.preventExtensions(value);
}

/** The own property `key`; the stack of an error counts as data, also where the engine has it as an accessor. */
function dataProperty(value: object, key: PropertyKey): PropertyDescriptor | undefined {
  const property = Object.getOwnPropertyDescriptor(value, key);
  if (property === undefined || key !== 'stack' || !isAccessor(property)) return property;
  const stack = nativeStackOf(value, property);
  return stack === undefined
    ? property
    : {
        value: stack,
        writable: true,
        enumerable: property.enumerable === true,
        configurable: property.configurable === true,
      };
}

function isAccessor(property: PropertyDescriptor): boolean {
  return property.get !== undefined || property.set !== undefined || !('value' in property);
}

function integrityOf(value: object): Integrity {
  if (Object.isExtensible(value)) return 'open';
  if (Object.isFrozen(value)) return 'frozen';
  return Object.isSealed(value) ? 'sealed' : 'fixed';
}

function attributesOf(property: PropertyDescriptor, integrity: Integrity): number {
  const isFixed = integrity === 'frozen' || integrity === 'sealed';
  return (
    (property.writable === true || integrity === 'frozen' ? writable : 0) |
    (property.enumerable === true ? enumerable : 0) |
    (property.configurable === true || isFixed ? configurable : 0) |
    (isAccessor(property) ? accessor : 0)
  );
}

function keyOf(key: unknown, reader: ValueReader): PropertyKey {
  if (typeof key === 'string') return key;
  const symbol = reader.read(sizeOf(key));
  if (typeof symbol === 'symbol') return symbol;
  throw damagedBytes('a property key was expected');
}

function accessorOf(getter: unknown, setter: unknown): PropertyDescriptor {
  if (isFunctionOrNothing(getter) && isFunctionOrNothing(setter)) {
    return { ...(getter && { get: getter }), ...(setter && { set: setter }) };
  }
  throw damagedBytes('a getter or setter was expected');
}

function isFunctionOrNothing(value: unknown): value is (() => unknown) | undefined {
  return value === undefined || typeof value === 'function';
}

function define(value: object, key: PropertyKey, bits: number, content: PropertyDescriptor): void {
  const flags = { enumerable: (bits & enumerable) !== 0, configurable: (bits & configurable) !== 0 };
  if (!Reflect.defineProperty(value, key, { ...content, ...flags }))
    throw damagedBytes('a property stands twice');
}

function accessorError(path: Path): Error {
  return valueError(
    path,
    'a property with a getter or setter, which is never called to copy a value',
    'Copy what it gives into a plain property, or leave it out.',
  );
}
