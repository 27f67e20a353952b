import type { Kind } from '../kind.js';
import { field } from '../parse.js';
import { restoreProperties, writeProperties } from '../properties.js';
import { errorKind } from './error.js';

/** Objects without any slot of their own: literals, objects without a prototype, what instances of classes are at heart. */
export const objectKind: Kind = {
  name: 'object',
  prototypes: ['Object'],
  bases: ['Array', 'Iterator', ...errorKind.prototypes],
  owns(value): value is object {
    return typeof value === 'object';
  },
  write(value, path, writer) {
    const properties = writeProperties(value, path, writer);
    return Object.getPrototypeOf(value) === null ? { ...properties, isBare: true } : properties;
  },
  create(data) {
    return field(data, 'isBare') === true ? Object.create(null) : {};
  },
  fill: restoreProperties,
};
