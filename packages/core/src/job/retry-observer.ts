import type { FailureCause } from '../dispatch/retry-policy.js';

/** Who hears of attempts that came to nothing and are followed by another. */
export interface RetryObserver {
  retried(index: number, attempt: number, cause: FailureCause, reason: unknown): void;
}
