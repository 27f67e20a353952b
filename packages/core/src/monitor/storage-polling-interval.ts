import type { PollingPace } from './polling-pace.js';

const defaultFirstMs = 50;
const longestMs = 2000;
const longestAfterFailuresMs = 10_000;

/**
 * How long to wait before the next listing, milliseconds: the first interval after news, half as much again after none,
 * twice as much after a failure; and as long as the last listing took, so that those of a large job keep neither the client
 * nor the store busy all the time.
 */
export class PollingInterval implements PollingPace {
  readonly #firstMs: number;
  #currentMs: number;

  /** @param firstMs @default 50 */
  constructor(firstMs: number | undefined) {
    this.#firstMs = firstMs ?? defaultFirstMs;
    this.#currentMs = this.#firstMs;
  }

  get currentMs(): number {
    return this.#currentMs;
  }

  polled(foundNews: boolean, tookMs = 0): void {
    const slower = Math.min(this.#currentMs * 1.5, Math.max(longestMs, this.#firstMs));
    this.#currentMs = Math.max(foundNews ? this.#firstMs : slower, Math.min(tookMs, longestMs));
  }

  failed(): void {
    this.#currentMs = Math.min(this.#currentMs * 2, Math.max(longestAfterFailuresMs, this.#firstMs));
  }
}
