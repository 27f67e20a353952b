/** How often it is looked, and how long a gap between two looks is one, milliseconds. */
const TICK_MS = 1000;
const FREEZE_MS = 10_000;

/**
 * Notices that this process stood still, as the functions of a cloud do between two events: what it knows of its connections
 * is old then, and whoever is at their other ends, or between, may have given them up without this side being told. Measured
 * by the clock on the wall, because the other one may stand still as well.
 */
export class FreezeWatch {
  readonly #onFreeze: () => void;
  readonly #timer: NodeJS.Timeout;
  #lastMs = Date.now();

  constructor(onFreeze: () => void) {
    this.#onFreeze = onFreeze;
    this.#timer = setInterval(() => this.look(), TICK_MS);
    this.#timer.unref();
  }

  /** Whoever is about to use a connection asks: the timer may not have fired since. */
  look(): void {
    const nowMs = Date.now();
    const sinceMs = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    if (sinceMs > FREEZE_MS) this.#onFreeze();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
