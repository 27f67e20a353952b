import { withoutByteOrderMark } from './byte-order-mark.js';
import { LineReader } from './line-reader.js';
import type { ObjectAddress } from './object-name.js';
import { addressOf, type ObjectPart } from './object-part.js';
import type { ObjectReaders } from './object-readers.js';
import type { Bytes } from './own-bytes.js';
import { bytesOfPart } from './part-bytes.js';
import { type ReadRange, rangeReader } from './read-range.js';

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
  /** The part as it is read. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
  /** The whole part at once. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** As UTF-8; what is none becomes U+FFFD. A byte order mark at the start of the object is left out. */
  text(): Promise<string>;
  /** Without the newline, and without an empty line after the last one. Leaving the loop ends the reading. */
  lines(): AsyncIterable<string>;
}

/** What a call gets of its part. */
export function openPartition<X>(part: ObjectPart<X>, readers: ObjectReaders): ObjectPartition<X> {
  return new OpenedPartition(part, readers);
}

class OpenedPartition<X> implements ObjectPartition<X> {
  readonly bucket: string;
  readonly key: string;
  readonly data: X;
  readonly part: number;
  readonly totalParts: number;
  readonly range: { readonly start: number; readonly end: number };
  readonly size: number;
  readonly #part: ObjectPart<X>;
  readonly #read: ReadRange;

  constructor(part: ObjectPart<X>, readers: ObjectReaders) {
    const { bucket, key } = addressOf(part.place);
    this.bucket = bucket;
    this.key = key;
    this.data = part.data;
    this.part = part.part;
    this.totalParts = part.totalParts;
    this.range = { start: part.start, end: part.end };
    this.size = part.size;
    this.#part = part;
    this.#read = rangeReader(part, readers);
  }

  stream(): ReadableStream<Bytes> {
    return ReadableStream.from(this.#chunks());
  }

  async bytes(): Promise<Bytes> {
    const chunks: Bytes[] = [];
    for await (const chunk of this.#chunks()) chunks.push(chunk);
    const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.byteLength;
    }
    return bytes;
  }

  async text(): Promise<string> {
    const { buffer } = await this.bytes();
    const text = Buffer.from(buffer).toString();
    return this.#part.start === 0 ? withoutByteOrderMark(text) : text;
  }

  lines(): AsyncIterable<string> {
    const newline = this.#part.newline ?? '\n';
    return { [Symbol.asyncIterator]: () => new LineReader(this.#chunks(), newline, this.#part.start === 0) };
  }

  #chunks(): AsyncGenerator<Bytes, void, undefined> {
    return bytesOfPart(this.#part, this.#read);
  }
}
