import { isLithopsError } from '../errors/index.js';
import { monotonicMs } from '../util/monotonic-ms.js';

/** Of failures that trying again does not mend, so many in a row are believed. */
const BELIEVED_FAILURES = 3;
/** How long a store may be away that may come back, milliseconds. */
const PATIENCE_MS = 10 * 60_000;

/** How long a store has failed without a success in between, and how. */
export class Trouble {
  #sinceMs: number | undefined;
  /** In a row, that will not pass by themselves. */
  #lastingFailures = 0;

  isOver(): void {
    this.#sinceMs = undefined;
    this.#lastingFailures = 0;
  }

  /** Notes a failure. @returns whether there is no point in another try */
  isHopeless(error: unknown): boolean {
    this.#sinceMs ??= monotonicMs();
    const isLasting = isLithopsError(error) && !error.isRetryable;
    this.#lastingFailures = isLasting ? this.#lastingFailures + 1 : 0;
    return this.#lastingFailures >= BELIEVED_FAILURES || monotonicMs() - this.#sinceMs >= PATIENCE_MS;
  }
}
