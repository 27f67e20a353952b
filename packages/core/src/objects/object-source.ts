import { invalidArgument } from '../errors/index.js';
import type { ObjectName } from './object-name.js';
import type { ObjectPartition } from './object-partition.js';

/** Recognised across two copies of the package. */
const entriesKey: unique symbol = Symbol.for('lithops.object-source');

/**
 * Objects to be partitioned: what `obj` returns. Can be read here too (`for await`), part by part, exactly as the calls
 * will see them; each while the loop is at it.
 */
export interface ObjectSource<X = undefined> extends AsyncIterable<ObjectPartition<X>> {
  readonly objects: true;
}

/** A name in its turn, and where it stands: `names[3]`. */
export interface SourceEntry<X> {
  readonly name: ObjectName;
  readonly where: string;
  readonly data: X;
}

/** A source as this room sees it. */
export interface EntrySource<X> extends ObjectSource<X> {
  [entriesKey](): AsyncIterable<SourceEntry<X>>;
}

/** Is it what `obj` gave? */
export function isObjectSource(value: unknown): value is ObjectSource<unknown> {
  return typeof value === 'object' && value !== null && entriesKey in value;
}

/** A source of these entries, which are asked for anew by each job and loop. */
export function sourceOf<X>(
  entries: () => AsyncIterable<SourceEntry<X>>,
  read: (source: ObjectSource<X>) => AsyncIterator<ObjectPartition<X>>,
): EntrySource<X> {
  return {
    objects: true,
    [entriesKey]: entries,
    [Symbol.asyncIterator]() {
      return read(this);
    },
  };
}

/**
 * The names of a source, in their order.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` for what `obj` did not make.
 */
export function entriesOf<X>(source: ObjectSource<X>): AsyncIterable<SourceEntry<X>> {
  if (hasEntries(source)) return source[entriesKey]();
  throw invalidArgument('the objects', 'what obj(names) gives', source);
}

function hasEntries<X>(source: ObjectSource<X>): source is EntrySource<X> {
  return isObjectSource(source);
}
