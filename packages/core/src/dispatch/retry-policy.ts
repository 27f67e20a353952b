import type { CallError } from '../errors/call-error.js';
import type { RetryOptions } from '../executor/options.js';

/** Why an attempt came to nothing: the function failed, or its worker did. */
export type FailureCause = 'function' | 'worker';

export interface FailedAttempts {
  readonly function: number;
  readonly worker: number;
}

export const DEFAULT_LOST_WORKERS = 2;

/**
 * Decides whether a call gets another attempt. Unset: none for errors of the function, two for lost workers. A number
 * bounds both together; `0` means at most one attempt, whatever happens.
 */
export class RetryPolicy {
  readonly #limits: FailedAttempts;
  readonly #when: (error: CallError) => boolean;
  readonly #delayMs: (attempt: number) => number;

  constructor(retries: RetryOptions | number | undefined) {
    const options: RetryOptions | undefined = typeof retries === 'number' ? { limit: retries } : retries;
    const limit = options?.limit ?? 0;
    const lost = options === undefined ? DEFAULT_LOST_WORKERS : (options.lostWorkers ?? limit);
    this.#limits = { function: limit, worker: lost };
    this.#when = options?.when ?? (() => true);
    const delay = options?.delayMs ?? 0;
    this.#delayMs = typeof delay === 'number' ? () => delay : delay;
  }

  /** @param failed attempts that failed so far, the one in question included */
  allows(cause: FailureCause, failed: FailedAttempts, error: CallError, isRetryable: boolean): boolean {
    const together = Math.max(this.#limits.function, this.#limits.worker);
    if (failed[cause] > this.#limits[cause] || failed.function + failed.worker > together) return false;
    return isRetryable && (cause === 'worker' || this.#when(error));
  }

  /** Pause before attempt `attempt` (2, 3, …), milliseconds. */
  delayMs(attempt: number): number {
    return Math.max(0, this.#delayMs(attempt));
  }
}
