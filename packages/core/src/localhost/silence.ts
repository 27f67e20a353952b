/** How often it is looked at, milliseconds. */
const INTERVAL_MS = 5000;
/** A process that says nothing for so many intervals is not going to: it beats once in each. */
const MOST_INTERVALS = 8;

/**
 * Notices that a busy worker process says nothing any more although it lives: stopped, or swapped out for good. Counted in
 * turns of this process, not in time: while both stand still (Ctrl-Z, a machine asleep), nothing is missed.
 */
export class Silence {
  readonly #onSilence: (seconds: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #intervals = 0;
  #isListening = false;

  constructor(onSilence: (seconds: number) => void) {
    this.#onSilence = onSilence;
  }

  /** From now on it has to say something. */
  listen(): void {
    this.#intervals = 0;
    this.#isListening = true;
    this.#timer ??= setInterval(() => this.#count(), INTERVAL_MS).unref();
  }

  /** It said something. */
  broken(): void {
    this.#intervals = 0;
  }

  /** It may be silent: it has nothing to do. */
  pause(): void {
    this.#isListening = false;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #count(): void {
    if (!this.#isListening || ++this.#intervals < MOST_INTERVALS) return;
    this.stop();
    this.#onSilence((MOST_INTERVALS * INTERVAL_MS) / 1000);
  }
}
