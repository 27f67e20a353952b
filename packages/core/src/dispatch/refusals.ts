import type { Logger } from '../log/index.js';
import type { TransportError } from '../spec/transport-error.js';

/** Between warnings. */
const QUIET_MS = 60_000;
/** How long past a call's limit a backend may refuse it before that is given up, milliseconds. */
export const REFUSAL_GRACE_MS = 60_000;

/**
 * Pauses dispatch while the backend refuses work (throttled, unavailable); nothing ran, so nothing is counted.
 *
 * What was sent together is refused together: refusals that come while dispatch pauses belong to the round that began the
 * pause, so that it grows with rounds and not with the number of activations in one.
 */
export class Refusals {
  readonly #log: Logger;
  readonly #onResume: () => void;
  #timer: NodeJS.Timeout | undefined;
  #rounds = 0;
  #firstMs = 0;
  #warnedMs = Number.NEGATIVE_INFINITY;

  constructor(log: Logger, onResume: () => void) {
    this.#log = log;
    this.#onResume = onResume;
  }

  get isPausing(): boolean {
    return this.#timer !== undefined;
  }

  accepted(): void {
    this.#rounds = 0;
  }

  /**
   * @param pauseMs pause after that many rounds of refusals in a row, milliseconds
   * @returns `give-up` when the backend has refused for longer than a call's limit and a minute.
   */
  refused(error: TransportError, pauseMs: (rounds: number) => number, limitMs: number): 'again' | 'give-up' {
    if (!this.isPausing) this.#beginRound(error);
    if (performance.now() - this.#firstMs > limitMs + REFUSAL_GRACE_MS) return 'give-up';
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#onResume();
    }, error.retryAfterMs ?? pauseMs(this.#rounds));
    return 'again';
  }

  #beginRound(error: TransportError): void {
    if (this.#rounds++ > 0) return;
    this.#firstMs = performance.now();
    if (this.#firstMs - this.#warnedMs < QUIET_MS) return;
    this.#warnedMs = this.#firstMs;
    this.#log.warn(
      `The backend takes no calls at the moment (${error.kind}): ${error.message} Trying again.`,
    );
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
