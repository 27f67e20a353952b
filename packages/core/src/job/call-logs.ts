import type { CallOutput } from '../spec/activation.js';
import type { ReadLogsOptions } from '../spec/compute-backend.js';

/** What a job keeps of what its calls wrote, bytes: the oldest calls go first. */
const KEPT_BYTES = 16 * 2 ** 20;
/** Of how many calls it keeps where to look, where a platform has the logs: the oldest go first. */
const KEPT_CALLS = 100_000;
/** How long it may take until a platform shows what a call wrote, milliseconds. */
const WAIT_MS = 20_000;

/** One attempt, by the name of its activation in the platform's log. */
interface SentAttempt {
  readonly requestId: string;
  readonly attempt: number;
}

/** What the calls of a job have written, as far as the transport tells it, or where the platform has that. */
export class CallLogs {
  /** By call, in the order in which they began to write. */
  readonly #pieces = new Map<number, Uint8Array[]>();
  readonly #sent = new Map<number, readonly SentAttempt[]>();
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

  /** An activation with these calls has a name in the platform's log. */
  sentAs(requestId: string, indexes: readonly number[], attempts: readonly number[]): void {
    for (const [position, index] of indexes.entries()) {
      const sent = { requestId, attempt: attempts[position] ?? 1 };
      this.#sent.set(index, [...(this.#sent.get(index) ?? []), sent]);
    }
    for (const oldest of this.#sent.keys()) {
      if (this.#sent.size <= KEPT_CALLS) break;
      this.#sent.delete(oldest);
    }
  }

  /** The same as {@link text} from the platform's log. */
  async read(
    index: number,
    readLogs: (requestId: string, options: ReadLogsOptions) => Promise<string> | undefined,
  ): Promise<string> {
    const sent = this.#sent.get(index) ?? [];
    const texts = sent.map(({ requestId, attempt }) =>
      readLogs(requestId, { waitMs: WAIT_MS, call: { index, attempt } }),
    );
    return (await Promise.all(texts)).join('');
  }

  forget(index: number): void {
    for (const { byteLength } of this.#pieces.get(index) ?? []) this.#bytes -= byteLength;
    this.#pieces.delete(index);
    this.#sent.delete(index);
  }
}
