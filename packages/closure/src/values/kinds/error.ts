import { types } from 'node:util';
import { builtinBaseName } from '../builtin-prototypes.js';
import type { Kind } from '../kind.js';
import { field, textOf } from '../parse.js';
import { restoreProperties, writeProperties } from '../properties.js';
import { damagedBytes } from '../value-error.js';

const constructors: ReadonlyMap<string, () => Error> = new Map([
  ['Error', () => new Error()],
  ['AggregateError', () => new AggregateError([])],
  ['EvalError', () => new EvalError()],
  ['RangeError', () => new RangeError()],
  ['ReferenceError', () => new ReferenceError()],
  ['SyntaxError', () => new SyntaxError()],
  ['TypeError', () => new TypeError()],
  ['URIError', () => new URIError()],
]);

/** Errors of the language. Message, stack, cause, `errors` and fields of the user are own properties: all are kept. */
export const errorKind: Kind<Error> = {
  name: 'error',
  prototypes: [...constructors.keys()],
  owns: types.isNativeError,
  write(value, path, writer) {
    return { ...writeProperties(value, path, writer), family: builtinBaseName(value) ?? 'Error' };
  },
  create(data) {
    const family = textOf(field(data, 'family'));
    const error = constructors.get(family)?.();
    if (error === undefined) throw damagedBytes(`"${family}" is no error of the language`);
    return withoutProperties(error);
  },
  fill: restoreProperties,
};

/** A new error has the stack of the place where it is copied; the original has its own, or none. */
export function withoutProperties<E extends Error>(error: E): E {
  for (const key of Reflect.ownKeys(error)) Reflect.deleteProperty(error, key);
  return error;
}
