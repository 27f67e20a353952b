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

async function* collected(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let pieces: Uint8Array[] = [];
  let collectedBytes = 0;
  let part = 0;
  for await (const chunk of stream) {
    let rest = chunk;
    while (collectedBytes + rest.byteLength >= partBytes(part)) {
      const wanted = partBytes(part) - collectedBytes;
      yield joined([...pieces, rest.subarray(0, wanted)]);
      rest = rest.subarray(wanted);
      pieces = [];
      collectedBytes = 0;
      part++;
    }
    // A stream may use its buffer again for what comes next.
    if (rest.byteLength > 0) pieces.push(rest.slice());
    collectedBytes += rest.byteLength;
  }
  if (collectedBytes > 0) yield joined(pieces);
}

/** One piece of many; the same one when there is only one. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
}
