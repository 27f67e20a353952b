/** How long to wait before the next listing, milliseconds. */
export interface PollingPace {
  readonly currentMs: number;
  /** @param tookMs - the listing and what had to be read of it */
  polled(foundNews: boolean, tookMs?: number): void;
  failed(): void;
  /** There may be something new. */
  hurry?(): void;
}

const LONGEST_MS = 30_000;

/**
 * For a store that has news only when the monitor's own way is interrupted: seldom, and for a while often after that, because
 * what a worker puts there may come later than the news of the interruption.
 */
export class BackupPace implements PollingPace {
  #currentMs = 5000;

  get currentMs(): number {
    return this.#currentMs;
  }

  polled(_foundNews: boolean, tookMs = 0): void {
    this.#currentMs = Math.min(Math.max(this.#currentMs * 1.5, tookMs), LONGEST_MS);
  }

  failed(): void {
    this.#currentMs = Math.min(this.#currentMs * 2, LONGEST_MS);
  }

  hurry(): void {
    this.#currentMs = 200;
  }
}
