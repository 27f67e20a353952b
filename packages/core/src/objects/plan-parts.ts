import type { ObjectPart } from './object-part.js';
import type { ObjectReaders } from './object-readers.js';
import type { ObjectSource } from './object-source.js';
import type { PartitionOptions } from './partition-options.js';

/**
 * The parts of all objects that a source names: in the order of names, then listing, then parts. Names and listings are
 * read as far as parts are asked for.
 */
export async function* partsOf<X>(
  _source: ObjectSource<X>,
  _options: PartitionOptions,
  _readers: ObjectReaders,
): AsyncGenerator<ObjectPart<X>, void, undefined> {
  yield await Promise.reject(new Error('follows'));
}
