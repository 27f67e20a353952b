import { withoutByteOrderMark } from './byte-order-mark.js';
import { LineSplitter } from './line-splitter.js';

type NextLine = IteratorResult<string, undefined>;

/**
 * The lines of a stream of bytes. An iterator of its own, as lines are short and many: a generator takes about twice as
 * long to hand one out.
 */
export class LineReader implements AsyncIterableIterator<string, undefined> {
  readonly #chunks: AsyncGenerator<Uint8Array, void, undefined>;
  readonly #splitter: LineSplitter;
  /** Read, and not handed out from `#index` on. */
  #lines: readonly string[] = [];
  #index = 0;
  #mayBeginWithMark: boolean;
  #isAtEnd = false;
  /** Those who asked before more was read wait for each other. */
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** @param atObjectStart - the stream begins where the object does: a byte order mark there is none of the text. */
  constructor(chunks: AsyncGenerator<Uint8Array, void, undefined>, newline: string, atObjectStart: boolean) {
    this.#chunks = chunks;
    this.#splitter = new LineSplitter(newline);
    this.#mayBeginWithMark = atObjectStart;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<NextLine> {
    const line = this.#waiting === 0 ? this.#take() : undefined;
    if (line !== undefined) return Promise.resolve({ done: false, value: line });
    this.#waiting += 1;
    const next = this.#last.then(() => this.#read());
    const leave = () => {
      this.#waiting -= 1;
    };
    this.#last = next.then(leave, leave); // who asked is told; who comes after finds the end
    return next;
  }

  async return(): Promise<NextLine> {
    this.#finish();
    await this.#chunks.return();
    return { done: true, value: undefined };
  }

  async #read(): Promise<NextLine> {
    try {
      while (this.#index === this.#lines.length && !this.#isAtEnd) {
        const chunk = await this.#chunks.next();
        this.#isAtEnd ||= chunk.done === true;
        this.#keep(chunk.done === true ? this.#splitter.end() : this.#splitter.push(chunk.value));
      }
    } catch (error) {
      this.#finish();
      throw error;
    }
    const line = this.#take();
    return line === undefined ? { done: true, value: undefined } : { done: false, value: line };
  }

  #keep(lines: readonly string[]): void {
    const [first, ...others] = this.#mayBeginWithMark ? lines : [];
    this.#lines = first === undefined ? lines : [withoutByteOrderMark(first), ...others];
    this.#index = 0;
    if (lines.length > 0) this.#mayBeginWithMark = false;
  }

  #take(): string | undefined {
    const line = this.#lines[this.#index];
    if (line !== undefined) this.#index += 1;
    return line;
  }

  #finish(): void {
    this.#isAtEnd = true;
    this.#lines = [];
    this.#index = 0;
  }
}
