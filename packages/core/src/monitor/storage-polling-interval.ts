const defaultFirstMs = 50;
const longestMs = 2000;
const longestAfterFailuresMs = 10_000;

/** How long to wait before the next listing, milliseconds: the first interval after news, half as much again after none, twice as much after a failure. */
export class PollingInterval {
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

  polled(foundNews: boolean): void {
    const slower = Math.min(this.#currentMs * 1.5, Math.max(longestMs, this.#firstMs));
    this.#currentMs = foundNews ? this.#firstMs : slower;
  }

  failed(): void {
    this.#currentMs = Math.min(this.#currentMs * 2, Math.max(longestAfterFailuresMs, this.#firstMs));
  }
}
