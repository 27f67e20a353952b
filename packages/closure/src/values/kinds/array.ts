import type { Kind } from '../kind.js';
import { field, refsOf, sizeOf } from '../parse.js';
import { fillProperties, restoreIntegrity, writeProperties } from '../properties.js';

const maximumLength = 2 ** 32 - 1;

/** Arrays: holes stay holes, further properties stay, and so does a `length` that cannot be written. */
export const arrayKind: Kind<unknown[]> = {
  name: 'array',
  prototypes: ['Array'],
  owns: (value): value is unknown[] => Array.isArray(value),
  write(value, path, writer) {
    const keysButLength = Reflect.ownKeys(value).filter((key) => key !== 'length');
    const record = writeProperties(value, path, writer, keysButLength);
    const { keys, refs, attributes, integrity } = record;
    const isLengthFixed = Object.getOwnPropertyDescriptor(value, 'length')?.writable === false;
    const isDense = attributes === undefined && !isLengthFixed && countsUp(keys, value.length);
    if (isDense) return integrity === undefined ? { refs } : { refs, integrity };
    return { ...record, length: value.length, isLengthFixed };
  },
  create: () => [],
  fill(value, data, reader) {
    if (field(data, 'keys') === undefined) {
      for (const ref of refsOf(field(data, 'refs'))) value.push(reader.read(ref));
    } else {
      value.length = sizeOf(field(data, 'length'), maximumLength);
      fillProperties(value, data, reader);
      if (field(data, 'isLengthFixed') === true) Object.defineProperty(value, 'length', { writable: false });
    }
    restoreIntegrity(value, data);
  },
};

/** Whether the keys are exactly `0` to `length - 1`: no holes, nothing further. */
function countsUp(keys: readonly (string | number)[], length: number): boolean {
  return keys.length === length && keys.every((key, index) => key === String(index));
}
