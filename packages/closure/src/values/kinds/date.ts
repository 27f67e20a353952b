import { types } from 'node:util';
import type { Kind } from '../kind.js';
import { field, numberOf } from '../parse.js';
import { restoreProperties, writeProperties } from '../properties.js';

const getTime = Date.prototype.getTime;

/** `Date`, invalid ones included. */
export const dateKind: Kind<Date> = {
  name: 'date',
  prototypes: ['Date'],
  owns: types.isDate,
  write(value, path, writer) {
    return { ...writeProperties(value, path, writer), time: getTime.call(value) };
  },
  create: (data) => new Date(numberOf(field(data, 'time'))),
  fill: restoreProperties,
};
