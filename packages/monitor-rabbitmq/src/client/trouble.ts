import type { BrokerError } from '../broker/broker-error.js';

/** Of failures that trying again does not mend, so many in a row are believed. */
const BELIEVED_FAILURES = 3;
/** How long a broker may be away, milliseconds. */
const PATIENCE_MS = 10 * 60_000;
const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 5000;

/** How long a broker has been away, and when to look for it again. */
export class Trouble {
  #sinceMs: number | undefined;
  #failures = 0;
  #lastingFailures = 0;

  /** Notes a failure. @returns how long to wait with the next try, milliseconds; `undefined`: there is no point in one */
  nextMs(error: BrokerError): number | undefined {
    this.#sinceMs ??= performance.now();
    this.#lastingFailures = error.isPassing ? 0 : this.#lastingFailures + 1;
    const isHopeless =
      this.#lastingFailures >= BELIEVED_FAILURES || performance.now() - this.#sinceMs >= PATIENCE_MS;
    if (isHopeless) return undefined;
    const mostMs = Math.min(FIRST_BACKOFF_MS * 2 ** this.#failures++, LONGEST_BACKOFF_MS);
    // Not all clients that it has lost at the same moment come back at the same.
    return mostMs * (0.5 + Math.random() / 2);
  }

  isOver(): void {
    this.#sinceMs = undefined;
    this.#failures = 0;
    this.#lastingFailures = 0;
  }
}
