import { LithopsError } from '../errors/lithops-error.js';

/**
 * How a job's results are taken. The first consumer fixes it: `stream` hands each result out once and keeps at most
 * `window` unread ones, so that dispatch pauses when nobody reads; `collect` keeps all.
 */
export class Consumption {
  readonly #window: number;
  readonly #onRoom: () => void;
  #mode: 'open' | 'collect' | 'stream' = 'open';
  #unread = 0;

  constructor(window: number, onRoom: () => void) {
    this.#window = window;
    this.#onRoom = onRoom;
  }

  get isStream(): boolean {
    return this.#mode === 'stream';
  }

  /** @throws {LithopsError} `LITHOPS_RESULTS_RELEASED` after streaming has begun. */
  collect(): void {
    if (this.#mode === 'stream') throw released();
    this.#mode = 'collect';
  }

  /** @returns whether this consumer streams; false when another one collects, so that nothing may be dropped. */
  stream(unread: number): boolean {
    if (this.#mode === 'stream') throw released();
    if (this.#mode === 'collect') return false;
    this.#mode = 'stream';
    this.#unread = unread;
    return true;
  }

  /** A call has ended and its result waits to be read. */
  arrived(): void {
    if (this.isStream) this.#unread++;
  }

  /** The loop has moved on from a result. */
  read(): void {
    if (!this.isStream) return;
    this.#unread--;
    this.#onRoom();
  }

  /** How many more calls may be sent while `underway` are. */
  room(underway: number): number {
    return this.isStream ? this.#window - this.#unread - underway : Number.POSITIVE_INFINITY;
  }
}

function released(): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_RESULTS_RELEASED',
    message:
      'Expected results that are kept, got a list that is being streamed: `for await` hands each result out once and ' +
      'drops it. Await the list before iterating it, or collect what you need inside the loop.',
  });
}
