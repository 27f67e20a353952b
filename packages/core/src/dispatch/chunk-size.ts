/** A chunk is to keep a worker busy about this long: long enough to hide the way there, short enough for a short tail. */
const TARGET_MS = 10;
const MAX_CALLS = 4096;
/** Weight of the newest measurement. */
const SMOOTHING = 0.3;

/**
 * How many calls go into one activation when nobody fixed it: one at first, then as many as about 10 ms of work, and
 * never so many that the last ones leave other workers idle.
 */
export class AdaptiveChunkSize {
  #perCallMs: number | undefined;

  /** Feeds what calls took in the worker, milliseconds for `calls` of them. */
  measure(totalMs: number, calls: number): void {
    if (calls === 0) return;
    const perCallMs = totalMs / calls;
    const slower = this.#perCallMs === undefined || perCallMs > this.#perCallMs;
    // A slow call must shorten the next chunk at once; a fast one lengthens it little by little.
    this.#perCallMs = slower
      ? perCallMs
      : (this.#perCallMs ?? perCallMs) * (1 - SMOOTHING) + perCallMs * SMOOTHING;
  }

  /** @param waiting calls that are known to wait; `undefined` while the input is open-ended */
  next(waiting: number | undefined, workers: number): number {
    if (this.#perCallMs === undefined) return 1;
    const byTime = Math.floor(TARGET_MS / Math.max(this.#perCallMs, TARGET_MS / MAX_CALLS));
    const byShare = waiting === undefined ? MAX_CALLS : Math.ceil(waiting / (2 * workers));
    return Math.max(1, Math.min(byTime, byShare, MAX_CALLS));
  }
}
