/**
 * What client and worker process say to each other, over two pipes in both directions: the user thread has one, the watch
 * thread the other. Layout of a frame: length of the body (u32 LE), type (u8), id (u32 LE), body.
 *
 * Of the one who invokes: `invoke`, `cancel`, and before the first of them `storage` and `monitor`: how to open the executor's
 * store, and how to report by its monitor, see {@link encodeHalf}. Of the one who runs it:
 * - `started`: a worker has it; nothing waits in a queue any more
 * - `part`: a part of the report · `reply`: the last part · `last-reply`: the same, and the process ends after it
 * - `returned`: calls from that position on (u32 LE) were not begun and will not be
 * - `output`: what a call wrote, see {@link encodeOutput}
 * - `failure`: it came to nothing, see {@link encodeFailure}; of a worker process: it is about to end for that reason
 *
 * Of a worker process by itself: `beat` (it is alive), `warning` (a text for the user), `retire` (give it no more work).
 *
 * An agent (see agent-main.ts) speaks them over its standard streams. To it, `invoke` has its own body, see
 * {@link encodeWork}; its first `beat` says that it is ready; `stdout` and `stderr` are what its worker processes wrote.
 */
export const FRAME_TYPES = [
  'invoke',
  'cancel',
  'started',
  'part',
  'reply',
  'last-reply',
  'returned',
  'output',
  'failure',
  'beat',
  'warning',
  'retire',
  'stdout',
  'stderr',
  'storage',
  'monitor',
] as const;
export type FrameType = (typeof FRAME_TYPES)[number];

export interface Frame {
  readonly type: FrameType;
  /** Of the activation, chosen by the side that invokes. */
  readonly id: number;
  readonly body: Uint8Array<ArrayBuffer>;
}

export const NO_BODY = new Uint8Array(0);

const HEADER_BYTES = 9;

export function frameHeader({ type, id, body }: Frame): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  view.setUint32(0, body.byteLength, true);
  view.setUint8(4, FRAME_TYPES.indexOf(type));
  view.setUint32(5, id, true);
  return header;
}

/** Puts the pieces that a pipe delivers together again. A large body is filled in place, never copied twice. */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void;
  readonly #header = new Uint8Array(HEADER_BYTES);
  readonly #view = new DataView(this.#header.buffer);
  #headerFilled = 0;
  #body: Uint8Array<ArrayBuffer> | undefined;
  #bodyFilled = 0;

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  push(piece: Uint8Array): void {
    let rest = piece;
    while (rest.byteLength > 0) {
      rest = this.#body === undefined ? this.#fillHeader(rest) : this.#fillBody(this.#body, rest);
    }
  }

  #fillHeader(piece: Uint8Array): Uint8Array {
    const taken = piece.subarray(0, HEADER_BYTES - this.#headerFilled);
    this.#header.set(taken, this.#headerFilled);
    this.#headerFilled += taken.byteLength;
    if (this.#headerFilled === HEADER_BYTES) {
      // Before the body is made: what is no frame may ask for any length.
      this.#type();
      this.#body = new Uint8Array(this.#view.getUint32(0, true));
      this.#bodyFilled = 0;
      if (this.#body.byteLength === 0) this.#finish(this.#body);
    }
    return piece.subarray(taken.byteLength);
  }

  #fillBody(body: Uint8Array<ArrayBuffer>, piece: Uint8Array): Uint8Array {
    const taken = piece.subarray(0, body.byteLength - this.#bodyFilled);
    body.set(taken, this.#bodyFilled);
    this.#bodyFilled += taken.byteLength;
    if (this.#bodyFilled === body.byteLength) this.#finish(body);
    return piece.subarray(taken.byteLength);
  }

  #finish(body: Uint8Array<ArrayBuffer>): void {
    const frame = { type: this.#type(), id: this.#view.getUint32(5, true), body };
    this.#headerFilled = 0;
    this.#body = undefined;
    this.#onFrame(frame);
  }

  /** @throws {Error} when it is none. */
  #type(): FrameType {
    const code = this.#view.getUint8(4);
    const type = FRAME_TYPES[code];
    if (type === undefined) throw new Error(`Expected a frame of a known type, got ${code}.`);
    return type;
  }
}
