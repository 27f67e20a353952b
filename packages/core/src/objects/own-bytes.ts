import { types } from 'node:util';

/** Bytes that nobody shares, as streams of objects have them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A chunk of a Node.js stream as plain bytes, copied only if it lies in shared memory. */
export function ownBytes(chunk: unknown): Bytes {
  if (!(chunk instanceof Uint8Array)) throw new TypeError('Expected a chunk of bytes.');
  const { buffer, byteOffset, byteLength } = chunk;
  return types.isArrayBuffer(buffer) ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(chunk);
}
