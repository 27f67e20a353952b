import { types } from 'node:util';
import type { Kind } from '../kind.js';
import { field, refsOf } from '../parse.js';
import { textPath } from '../path.js';
import { restoreProperties, writeProperties } from '../properties.js';

const forEach = Set.prototype.forEach;
const add = Set.prototype.add;

/** `Set`, in insertion order. */
export const setKind: Kind<Set<unknown>> = {
  name: 'set',
  prototypes: ['Set'],
  owns: types.isSet,
  write(value, path, writer) {
    const elements: number[] = [];
    forEach.call(value, (element: unknown) => {
      elements.push(writer.write(element, textPath(path, ` (element ${elements.length} of the set)`)));
    });
    return { ...writeProperties(value, path, writer), elements };
  },
  create: () => new Set(),
  fill(value, data, reader) {
    for (const element of refsOf(field(data, 'elements'))) add.call(value, reader.read(element));
    restoreProperties(value, data, reader);
  },
};
