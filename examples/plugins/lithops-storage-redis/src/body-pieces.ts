import type { StoredBody } from '@lithops/core/spec';

/** What goes through the connection at a time: others get their turn in between. */
export const PIECE_BYTES = 4 * 2 ** 20;

/** A body in pieces of that size, the last one smaller; none of an empty body. */
export async function* piecesOf(body: StoredBody): AsyncGenerator<Buffer> {
  if (body instanceof Uint8Array) return yield* cut(asBuffer(body));
  let chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(asBuffer(chunk));
    bytes += chunk.byteLength;
    if (bytes < PIECE_BYTES) continue;
    yield* cut(Buffer.concat(chunks));
    chunks = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(chunks);
}

function* cut(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

/** The same memory: an array may be a part of a larger buffer. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
