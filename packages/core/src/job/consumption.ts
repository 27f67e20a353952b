import { LithopsError } from '../errors/lithops-error.js';

/** How many results of a job may wait for its reader while it streams. */
export interface ResultWindow {
  readonly size: number;
  /** Nobody asked for exactly that many: it may be more where short calls would leave workers idle. */
  readonly grows: boolean;
}

/** The reader's progress is told this many times per window: telling it costs as much as reading a result. */
const TOLD_PER_WINDOW = 16;

/**
 * How a job's results are taken. The first consumer fixes it: `stream` hands each result out once and keeps at most
 * `window` unread ones, so that dispatch pauses when nobody reads; `collect` keeps all.
 */
export class Consumption {
  readonly #window: ResultWindow;
  readonly #onRoom: () => void;
  #size: number;
  #mode: 'open' | 'collect' | 'stream' = 'open';
  #unread = 0;

  constructor(window: ResultWindow, onRoom: () => void) {
    this.#window = window;
    this.#size = window.size;
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
    // Among these moments is always the one when all is read, so that nothing waits for ever.
    if (this.#unread % Math.ceil(this.#size / TOLD_PER_WINDOW) === 0) this.#onRoom();
  }

  /** Lets a window that may grow hold so many results, or as many as it was made for. */
  adapt(size: number): void {
    if (this.#window.grows) this.#size = Math.max(size, this.#window.size);
  }

  /** How many more calls may be sent while `underway` are. */
  room(underway: number): number {
    return this.isStream ? this.#size - this.#unread - underway : Number.POSITIVE_INFINITY;
  }

  /**
   * How many calls may go together, so that half the window feeds all workers while the other half is read. Sending fewer,
   * just because that much was read, would make chunks ever smaller.
   */
  share(workers: number): number {
    return this.isStream ? Math.ceil(this.#size / (2 * workers)) : Number.POSITIVE_INFINITY;
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
