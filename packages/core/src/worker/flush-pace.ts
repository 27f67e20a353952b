/** Finished outcomes wait for company: at least so long, milliseconds, and no longer where nothing keeps them. */
export const FLUSH_MS = 2;
/** However much it costs to hand them over. */
const LONGEST_MS = 40;
/** Handing over may take this part of a worker's time. */
const SHARE = 1 / 100;

/**
 * How often outcomes are handed over between calls that block. Each time costs the worker what a short call takes, wakes
 * the client, and may give it the worker's core: for calls of a few milliseconds that would be more than they can spare.
 */
export class FlushPace {
  #intervalMs = FLUSH_MS;

  get intervalMs(): number {
    return this.#intervalMs;
  }

  /** Feeds what handing over has cost. */
  measure(costMs: number): void {
    this.#intervalMs = Math.min(LONGEST_MS, Math.max(FLUSH_MS, costMs / SHARE));
  }
}
