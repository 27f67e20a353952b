import { TransportError } from '@lithops/core/spec';

/**
 * Functions that cannot start. One whose every process ends before it takes an event would be sent all calls of a job, to
 * fail with each: after its first word, the others are refused here. One that has answered before is in order: its next try
 * may find a better place.
 */
export class StartFailures {
  readonly #answered = new Set<string>();
  readonly #failures = new Map<string, TransportError>();

  /** Invokes a function that answers, unless it cannot start. @throws {TransportError} */
  async watch<T>(name: string, invoke: () => Promise<T>): Promise<T> {
    const known = this.#failures.get(name);
    if (known !== undefined) throw known;
    try {
      const reply = await invoke();
      this.#answered.add(name);
      return reply;
    } catch (error) {
      throw isStartFailure(error) ? this.#startFailed(name, error) : error;
    }
  }

  /** The function may be another one now. */
  forget(name: string): void {
    this.#answered.delete(name);
    this.#failures.delete(name);
  }

  #startFailed(name: string, error: TransportError): TransportError {
    if (this.#answered.has(name))
      return new TransportError('unavailable', error.message, { cause: error, logTail: error.logTail });
    this.#failures.set(name, error);
    return error;
  }
}

/** Only what a function has come to has a log; it is final only when the function did not start. */
function isStartFailure(error: unknown): error is TransportError {
  return error instanceof TransportError && error.kind === 'rejected' && error.logTail !== undefined;
}
