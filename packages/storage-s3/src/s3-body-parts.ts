import type { StoredBody } from '@lithops/core/spec';

/** The service takes parts of 5 MiB and more (but for the last), and 10,000 of them. */
const PART_BYTES = 8 * 1024 * 1024;
/** So many parts of one size, then as many of twice that size: objects of any length fit (to 2.5 TiB), short ones stay cheap. */
const PARTS_OF_A_SIZE = 1250;

/** Size of the part of that number, counted from 0. */
export function partBytes(part: number): number {
  return PART_BYTES * 2 ** Math.floor(part / PARTS_OF_A_SIZE);
}

/** The body in parts: all of full size but the last. Nothing at all for an empty one. */
export function partsOf(body: StoredBody): AsyncGenerator<Uint8Array, void, undefined> {
  return body instanceof Uint8Array ? slices(body) : collected(body);
}

async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  let position = 0;
  for (let part = 0; position < bytes.byteLength; part++) {
    const end = position + partBytes(part);
    yield bytes.subarray(position, end);
    position = end;
  }
}

/** Copies what it is given: a stream may use its buffers again for what comes next. */
async function* collected(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let part = 0;
  let bytes = new Uint8Array(0);
  let filled = 0;
  for await (const chunk of stream) {
    for (let rest = chunk; rest.byteLength > 0; ) {
      if (filled === 0) bytes = new Uint8Array(partBytes(part));
      const taken = rest.subarray(0, bytes.byteLength - filled);
      bytes.set(taken, filled);
      filled += taken.byteLength;
      rest = rest.subarray(taken.byteLength);
      if (filled < bytes.byteLength) continue;
      yield bytes;
      part++;
      filled = 0;
    }
  }
  if (filled > 0) yield bytes.subarray(0, filled);
}

/** One piece of many; the same one when there is only one. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
}
