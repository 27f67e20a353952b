/**
 * What client and worker process say to each other over one pipe, in both directions. Layout of a frame: length of the
 * body (u32 LE), type (u8), id (u32 LE), deadline (f64 LE, milliseconds since the epoch, 0 where it means nothing), body.
 */
export const FRAME_TYPES = ['invoke', 'part', 'reply', 'last-reply', 'failure', 'cancel'] as const;
export type FrameType = (typeof FRAME_TYPES)[number];

/** `last-reply`: the worker ends after it. `failure`: the body is the text of what went wrong with a nested activation. */
export interface Frame {
  readonly type: FrameType;
  /** Of the activation, chosen by the side that invokes. */
  readonly id: number;
  readonly deadlineEpochMs: number;
  readonly body: Uint8Array<ArrayBuffer>;
}

const HEADER_BYTES = 17;

export function frameHeader({ type, id, deadlineEpochMs, body }: Frame): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  view.setUint32(0, body.byteLength, true);
  view.setUint8(4, FRAME_TYPES.indexOf(type));
  view.setUint32(5, id, true);
  view.setFloat64(9, deadlineEpochMs, true);
  return header;
}

/** Puts the pieces that a pipe delivers together again. A large body is filled in place, never copied twice. */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void;
  readonly #header = new Uint8Array(HEADER_BYTES);
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
      this.#body = new Uint8Array(new DataView(this.#header.buffer).getUint32(0, true));
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
    const view = new DataView(this.#header.buffer);
    const frame = {
      type: this.#type(),
      id: view.getUint32(5, true),
      deadlineEpochMs: view.getFloat64(9, true),
      body,
    };
    this.#headerFilled = 0;
    this.#body = undefined;
    this.#onFrame(frame);
  }

  /** @throws {Error} when it is none. */
  #type(): FrameType {
    const code = new DataView(this.#header.buffer).getUint8(4);
    const type = FRAME_TYPES[code];
    if (type === undefined) throw new Error(`Expected a frame of a known type, got ${code}.`);
    return type;
  }
}
