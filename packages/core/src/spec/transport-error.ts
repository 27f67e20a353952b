import { isLithopsError, LithopsError } from '../errors/lithops-error.js';

/**
 * What a transport failure means for the user's code, and so what the dispatcher does:
 * `throttled`, `unavailable`: it did not run (sent again, uncounted) · `lost`: it may have (a lost attempt) ·
 * `out-of-memory`, `timed-out`: it did (an attempt, with that code) · `runtime-missing`: redeploy once · `rejected`: final.
 */
export type TransportErrorKind =
  | 'throttled'
  | 'unavailable'
  | 'lost'
  | 'out-of-memory'
  | 'timed-out'
  | 'runtime-missing'
  | 'rejected';

/** What a transport knows of a failure besides its kind. */
export interface TransportErrorOptions {
  readonly cause?: unknown;
  /** When the platform says how long to wait before the next try, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The last lines of the worker's log, where the platform gives them. */
  readonly logTail?: string | undefined;
  /** The platform's request id, for logs. */
  readonly requestId?: string | undefined;
  /** What the platform bills all the same, US dollars, where it tells that. */
  readonly usd?: number | undefined;
  /** The call that the worker was at, where the transport knows: it alone is charged for what happened. */
  readonly running?: RunningCall | undefined;
}

/** A call of an activation that had begun and not ended. */
export interface RunningCall {
  /** Its place among the activation's calls, from 0. */
  readonly position: number;
  /** Where in its code it was, as a stack without a first line. */
  readonly stack?: string | undefined;
}

/** The only error a transport throws. Code `LITHOPS_TRANSPORT`; a user meets it as the `cause` of a call's error. */
export class TransportError extends LithopsError {
  override readonly name = 'TransportError';
  readonly kind: TransportErrorKind;
  readonly retryAfterMs: number | undefined;
  readonly logTail: string | undefined;
  readonly requestId: string | undefined;
  readonly usd: number | undefined;
  readonly running: RunningCall | undefined;

  constructor(kind: TransportErrorKind, message: string, options: TransportErrorOptions = {}) {
    const { cause, retryAfterMs, logTail, requestId, usd, running } = options;
    super({
      code: 'LITHOPS_TRANSPORT',
      message,
      isRetryable: kind === 'throttled' || kind === 'unavailable',
      cause,
    });
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
    this.logTail = logTail;
    this.requestId = requestId;
    this.usd = usd;
    this.running = running;
  }

  /** Knows those of another copy of this package, too: a backend may be loaded as CommonJS and core as ES module. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isLithopsError(value, 'LITHOPS_TRANSPORT');
  }
}
