import type { ObjectAddress } from './object-name.js';
import type { ObjectPart } from './object-part.js';
import type { ObjectReaders } from './object-readers.js';

/**
 * A call's share of an object. Nothing is read before it is asked for, and every `stream()`, `bytes()`, `text()` and
 * `lines()` reads anew. Only `bytes()` and `text()` hold the whole part in memory.
 *
 * `bucket` and `key` of a URL are its origin, and its path and query; of a file `file:` and its absolute path.
 */
export interface ObjectPartition<X = undefined> extends ObjectAddress {
  /** What the name was given with. */
  readonly data: X;
  /** Counted from 0 within the object. */
  readonly part: number;
  readonly totalParts: number;
  /**
   * Nominal range in bytes, `end` exclusive. The part has the lines that start in it, so its bytes may begin and end a
   * little later; with `objNewline: null` they are exactly these.
   */
  readonly range: { readonly start: number; readonly end: number };
  /** Bytes of the whole object. */
  readonly size: number;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** As UTF-8; what is none becomes U+FFFD. A byte order mark at the start of the object is left out. */
  text(): Promise<string>;
  /** Without the newline, and without an empty line after the last one. Leaving the loop ends the reading. */
  lines(): AsyncIterable<string>;
}

/** What a call gets of its part. */
export function openPartition<X>(_part: ObjectPart<X>, _readers: ObjectReaders): ObjectPartition<X> {
  throw new Error('follows');
}
