import type { NamedObject, ObjectName } from './object-name.js';
import type { ObjectPartition } from './object-partition.js';
import type { OpenedReaders } from './object-readers.js';

/** Recognised across two copies of the package. */
const namesKey: unique symbol = Symbol.for('lithops.object-source');

/**
 * Objects to be partitioned: what `obj` returns. Can be read here too (`for await`), part by part, exactly as the calls
 * will see them; each while the loop is at it.
 */
export interface ObjectSource<X = undefined> extends AsyncIterable<ObjectPartition<X>> {
  readonly objects: true;
}

/** Is it what `obj` gave? */
export function isObjectSource(value: unknown): value is ObjectSource<unknown> {
  return typeof value === 'object' && value !== null && namesKey in value;
}

/** What `obj` is. */
export interface Obj {
  (names: ObjectName | Iterable<ObjectName> | AsyncIterable<ObjectName>): ObjectSource;
  <X>(names: Iterable<NamedObject<X>> | AsyncIterable<NamedObject<X>>): ObjectSource<X>;
}

/** `obj` over a way to open the configured storage: it is opened by each loop over a source, and closed after it. */
export function objOver(_open: () => OpenedReaders): Obj {
  throw new Error('follows');
}
