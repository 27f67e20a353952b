import type { CallAttempt } from '@lithops/core/spec';

/** What workers and client say to each other; a report is followed by its bytes, which nobody here reads. */
export type Header =
  | { readonly type: 'hello'; readonly secret: string }
  | { readonly type: 'report'; readonly id: number; readonly executorId: string; readonly jobId: string }
  | {
      readonly type: 'started';
      readonly id: number;
      readonly executorId: string;
      readonly jobId: string;
      readonly calls: readonly CallAttempt[];
    }
  | { readonly type: 'taken'; readonly id: number };

export interface Frame {
  readonly header: Header;
  readonly body: Uint8Array<ArrayBuffer>;
}

const LENGTHS_BYTES = 8;
/** No worker says more: somebody else is at the other end. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024;
const nothing = new Uint8Array(0);

/** Two lengths, the header as JSON, and the body. */
export function encode(header: Header, body: Uint8Array = nothing): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const lengths = Buffer.alloc(LENGTHS_BYTES);
  lengths.writeUInt32BE(text.length, 0);
  lengths.writeUInt32BE(body.length, 4);
  return Buffer.concat([lengths, text, body]);
}

/** Puts frames together from what a socket gives, which has other borders. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #sizeBytes = 0;
  #neededBytes = LENGTHS_BYTES;

  /** @throws {RangeError} for what is no frame of ours */
  *read(chunk: Buffer): Generator<Frame> {
    this.#chunks.push(chunk);
    this.#sizeBytes += chunk.length;
    while (this.#sizeBytes >= this.#neededBytes) {
      const bytes = Buffer.concat(this.#chunks);
      const [headerBytes, bodyBytes] = [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
      this.#neededBytes = LENGTHS_BYTES + headerBytes + bodyBytes;
      if (this.#neededBytes > MAX_FRAME_BYTES) throw new RangeError('Expected a frame, got something else.');
      this.#keep(bytes);
      if (bytes.length < this.#neededBytes) return;
      this.#keep(bytes.subarray(this.#neededBytes));
      this.#neededBytes = LENGTHS_BYTES;
      const bodyAt = LENGTHS_BYTES + headerBytes;
      const header: Header = JSON.parse(bytes.toString('utf8', LENGTHS_BYTES, bodyAt));
      yield { header, body: new Uint8Array(bytes.subarray(bodyAt, bodyAt + bodyBytes)) };
    }
  }

  #keep(bytes: Buffer): void {
    this.#chunks = [bytes];
    this.#sizeBytes = bytes.length;
  }
}
