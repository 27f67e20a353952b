import type { CallOutput } from '../spec/activation.js';

/** What a job keeps of what its calls wrote, bytes: the oldest calls go first. */
const KEPT_BYTES = 16 * 2 ** 20;

/** What the calls of a job have written, as far as the transport tells it. */
export class CallLogs {
  /** By call, in the order in which they began to write. */
  readonly #pieces = new Map<number, Uint8Array[]>();
  #bytes = 0;

  add({ index, bytes }: Pick<CallOutput, 'index' | 'bytes'>): void {
    const pieces = this.#pieces.get(index) ?? [];
    pieces.push(bytes);
    this.#pieces.set(index, pieces);
    this.#bytes += bytes.byteLength;
    for (const oldest of this.#pieces.keys()) {
      if (this.#bytes <= KEPT_BYTES || oldest === index) break;
      this.forget(oldest);
    }
  }

  /** Of both streams and all attempts, in the order in which it came. */
  text(index: number): string {
    return Buffer.concat(this.#pieces.get(index) ?? []).toString();
  }

  forget(index: number): void {
    for (const { byteLength } of this.#pieces.get(index) ?? []) this.#bytes -= byteLength;
    this.#pieces.delete(index);
  }
}
