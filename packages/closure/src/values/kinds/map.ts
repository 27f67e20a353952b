import { types } from 'node:util';
import type { Kind } from '../kind.js';
import { field, refsOf } from '../parse.js';
import { mapValuePath, textPath } from '../path.js';
import { restoreProperties, writeProperties } from '../properties.js';

const forEach = Map.prototype.forEach;
const set = Map.prototype.set;

/** `Map`, in insertion order. */
export const mapKind: Kind<Map<unknown, unknown>> = {
  name: 'map',
  prototypes: ['Map'],
  owns: types.isMap,
  write(value, path, writer) {
    const entryKeys: number[] = [];
    const entryValues: number[] = [];
    forEach.call(value, (entry: unknown, key: unknown) => {
      entryKeys.push(writer.write(key, textPath(path, ` (key ${entryKeys.length} of the map)`)));
      entryValues.push(writer.write(entry, mapValuePath(path, key)));
    });
    return { ...writeProperties(value, path, writer), entryKeys, entryValues };
  },
  create: () => new Map(),
  fill(value, data, reader) {
    const entryValues = refsOf(field(data, 'entryValues'));
    for (const [index, key] of refsOf(field(data, 'entryKeys')).entries()) {
      set.call(value, reader.read(key), reader.read(entryValues[index] ?? -1));
    }
    restoreProperties(value, data, reader);
  },
};
