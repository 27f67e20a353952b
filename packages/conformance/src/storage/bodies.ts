/** Prime, so that no piece of a store's begins where another one did. */
const PERIOD = 65_537;

/** Bytes of a content that differs from place to place and from seed to seed. */
export function bytesOf(length: number, seed = 0): Uint8Array<ArrayBuffer> {
  const pattern = new Uint8Array(PERIOD);
  let state = (seed + 1) * 2_654_435_761;
  for (let i = 0; i < PERIOD; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    pattern[i] = state >>> 24;
  }
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += PERIOD) bytes.set(pattern.subarray(0, length - at), at);
  return bytes;
}

/** The same bytes in pieces. */
export function* pieces(bytes: Uint8Array, length: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += length) yield bytes.slice(at, at + length);
}

/** A body that breaks after these bytes. */
export async function* breakAfter(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
  throw new Error('the source broke');
}

/** All that a stream gives. */
export async function bytesIn(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function textIn(stream: ReadableStream<Uint8Array>): Promise<string> {
  return await new Response(stream).text();
}
