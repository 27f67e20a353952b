import { types } from 'node:util';
import type { Kind } from '../kind.js';
import { field, sizeOf } from '../parse.js';
import { textPath } from '../path.js';
import { restoreProperties, writeProperties } from '../properties.js';
import { damagedBytes } from '../value-error.js';

const arrayIndex = /^(0|[1-9]\d*)$/;

/** `new Number(1)`, `new String('x')`, `Object(Symbol.iterator)` …: a primitive in an object. */
export const boxedKind: Kind = {
  name: 'boxed',
  prototypes: ['Number', 'String', 'Boolean', 'BigInt', 'Symbol'],
  owns: (value): value is object => types.isBoxedPrimitive(value),
  write(value, path, writer) {
    const keys = Reflect.ownKeys(value);
    const further = types.isStringObject(value) ? keys.filter((key) => !isOfText(key)) : keys;
    const record = writeProperties(value, path, writer, further);
    return { ...record, primitive: writer.write(unbox(value), textPath(path, ' (its primitive)')) };
  },
  create(data, reader) {
    const primitive = reader.read(sizeOf(field(data, 'primitive')));
    const boxed: unknown = Object(primitive);
    if (typeof boxed === 'object' && boxed !== null && boxed !== primitive && primitive != null) return boxed;
    throw damagedBytes('a primitive was expected');
  },
  fill: restoreProperties,
};

/** Characters and length of a `String` object. */
function isOfText(key: PropertyKey): boolean {
  return key === 'length' || (typeof key === 'string' && arrayIndex.test(key));
}

function unbox(value: object): unknown {
  if (types.isNumberObject(value)) return Number.prototype.valueOf.call(value);
  if (types.isStringObject(value)) return String.prototype.valueOf.call(value);
  if (types.isBooleanObject(value)) return Boolean.prototype.valueOf.call(value);
  if (types.isBigIntObject(value)) return BigInt.prototype.valueOf.call(value);
  return Symbol.prototype.valueOf.call(value);
}
