import type { Kind } from '../kind.js';
import { field, listOf, refsOf, sizeOf } from '../parse.js';
import { fillProperties, restoreIntegrity, writeProperties } from '../properties.js';
import { damagedBytes } from '../value-error.js';

const maximumLength = 2 ** 32 - 1;

/**
 * Arrays: holes stay holes, further properties stay, and so does a `length` that cannot be written. One of three forms:
 * `values` for ordinary primitives only (long lists of numbers), `refs` for ordinary elements, else all own properties.
 */
export const arrayKind: Kind<unknown[]> = {
  name: 'array',
  prototypes: ['Array'],
  owns: (value): value is unknown[] => Array.isArray(value),
  write(value, path, writer) {
    const keysButLength = Reflect.ownKeys(value).filter((key) => key !== 'length');
    const isLengthFixed = Object.getOwnPropertyDescriptor(value, 'length')?.writable === false;
    const isDense = keysButLength.length === value.length && !isLengthFixed;
    if (isDense && holdsPrimitives(value)) return { values: value };
    const record = writeProperties(value, path, writer, keysButLength);
    if (isDense && record.attributes === undefined && countsUp(record.keys)) {
      const { refs, integrity } = record;
      return integrity === undefined ? { refs } : { refs, integrity };
    }
    return { ...record, length: value.length, isLengthFixed };
  },
  create: () => [],
  fill(value, data, reader) {
    const values = field(data, 'values');
    if (values !== undefined) {
      for (const element of listOf(values)) append(value, primitiveOf(element));
    } else if (field(data, 'keys') === undefined) {
      for (const ref of refsOf(field(data, 'refs'))) append(value, reader.read(ref));
    } else {
      value.length = sizeOf(field(data, 'length'), maximumLength);
      fillProperties(value, data, reader);
      if (field(data, 'isLengthFixed') === true) Object.defineProperty(value, 'length', { writable: false });
    }
    restoreIntegrity(value, data);
  },
};

/** Not its own `push`: an instance of a subclass may have another one. */
function append(value: unknown[], element: unknown): void {
  Array.prototype.push.call(value, element);
}

/** Whether each element is an ordinary property with a primitive that is no symbol. */
function holdsPrimitives(value: readonly unknown[]): boolean {
  if (!Object.isExtensible(value)) return false;
  for (let index = 0; index < value.length; index += 1) {
    const element = Object.getOwnPropertyDescriptor(value, index);
    if (!element?.writable || !element.enumerable || !element.configurable) return false;
    if (!isPrimitive(element.value)) return false;
  }
  return true;
}

function isPrimitive(value: unknown): boolean {
  return value === null || !['object', 'function', 'symbol'].includes(typeof value);
}

function primitiveOf(value: unknown): unknown {
  if (isPrimitive(value)) return value;
  throw damagedBytes('a primitive was expected');
}

/** Whether the keys are exactly `0` to `length - 1`: no holes, nothing further. */
function countsUp(keys: readonly (string | number)[]): boolean {
  return keys.every((key, index) => key === String(index));
}
