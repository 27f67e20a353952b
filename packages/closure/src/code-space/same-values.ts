import { isDeepStrictEqual } from 'node:util';
import { hasGraph } from '../values/index.js';

/** V8 compiles the codec while it runs, which may change how one of two equal values is written. */
const TRIES = 5;

/** What a side makes of bytes, and bytes of values. */
export interface Codec {
  decode(bytes: Uint8Array): unknown[];
  encode(values: readonly unknown[]): { readonly bytes: Uint8Array };
}

/**
 * Are these encodings of the same values? Bytes that differ may be: V8 writes a number as an integer or a double, an array
 * with or without room for holes, as it happens to keep them.
 */
export function isSameEncoding(left: Uint8Array, right: Uint8Array, codec: Codec): boolean {
  if (Buffer.from(left).equals(right)) return true;
  if (!isDeepStrictEqual(codec.decode(left), codec.decode(right))) return false;
  // Of instances, not everything can be seen: what they keep in private fields is in their bytes alone.
  return (!hasGraph(left) && !hasGraph(right)) || isWrittenAlike(left, right, codec);
}

function isWrittenAlike(left: Uint8Array, right: Uint8Array, codec: Codec): boolean {
  for (let tries = 0; tries < TRIES; tries++) {
    const [one, other] = [codec.encode(codec.decode(left)), codec.encode(codec.decode(right))];
    if (Buffer.from(one.bytes).equals(other.bytes)) return true;
  }
  return false;
}
