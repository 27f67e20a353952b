import type { Logger } from '../log/index.js';
import type { TransportError } from '../spec/transport-error.js';

/** How long past a call's limit a backend may refuse it before that is given up, milliseconds. */
export const REFUSAL_GRACE_MS = 60_000;

/** Pauses dispatch while the backend refuses work (throttled, unavailable); nothing ran, so nothing is counted. */
export class Refusals {
  readonly #log: Logger;
  readonly #onResume: () => void;
  #timer: NodeJS.Timeout | undefined;
  #inRow = 0;
  #firstMs = 0;

  constructor(log: Logger, onResume: () => void) {
    this.#log = log;
    this.#onResume = onResume;
  }

  get isPausing(): boolean {
    return this.#timer !== undefined;
  }

  accepted(): void {
    this.#inRow = 0;
  }

  /** @returns `give-up` when the backend has refused for longer than a call's limit and a minute. */
  refused(error: TransportError, pauseMs: (inRow: number) => number, limitMs: number): 'again' | 'give-up' {
    if (this.#inRow++ === 0) {
      this.#firstMs = Date.now();
      this.#log.warn(
        `The backend takes no calls at the moment (${error.kind}): ${error.message} Trying again.`,
      );
    }
    if (Date.now() - this.#firstMs > limitMs + REFUSAL_GRACE_MS) return 'give-up';
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#onResume();
    }, error.retryAfterMs ?? pauseMs(this.#inRow));
    return 'again';
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
