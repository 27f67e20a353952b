import { types } from 'node:util';
import { intrinsic } from '../intrinsic.js';
import type { Kind } from '../kind.js';
import { field, textOf } from '../parse.js';
import { restoreProperties, writeProperties } from '../properties.js';
import { damagedBytes } from '../value-error.js';

const flagGetters = [
  ['d', 'hasIndices'],
  ['g', 'global'],
  ['i', 'ignoreCase'],
  ['m', 'multiline'],
  ['s', 'dotAll'],
  ['u', 'unicode'],
  ['v', 'unicodeSets'],
  ['y', 'sticky'],
] as const;

/** `RegExp` with its `lastIndex`, which is an own property. */
export const regExpKind: Kind<RegExp> = {
  name: 'regexp',
  prototypes: ['RegExp'],
  owns: types.isRegExp,
  write(value, path, writer) {
    const isSet = (name: string): boolean => intrinsic(RegExp.prototype, name, value) === true;
    return {
      ...writeProperties(value, path, writer),
      source: intrinsic(RegExp.prototype, 'source', value),
      flags: flagGetters.map(([flag, name]) => (isSet(name) ? flag : '')).join(''),
    };
  },
  create(data) {
    const source = textOf(field(data, 'source'));
    try {
      return new RegExp(source, textOf(field(data, 'flags')));
    } catch (error) {
      throw damagedBytes(`this version of Node.js does not know the regular expression ${source}`, error);
    }
  },
  fill: restoreProperties,
};
