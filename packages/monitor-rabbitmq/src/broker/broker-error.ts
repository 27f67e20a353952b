/**
 * Why the broker could not be used.
 * - `invalid`: what is configured makes no sense
 * - `unavailable`: nobody answers, or the connection broke: another try may succeed
 * - `untrusted`: its certificate does not hold
 * - `wrong-credentials`, `denied`: it knows neither user nor password; the user lacks a right
 */
export type BrokerErrorKind = 'invalid' | 'unavailable' | 'untrusted' | 'wrong-credentials' | 'denied';

/** Not an error of the family, so that workers need not load it: the client makes one of it. Never holds a password. */
export class BrokerError extends Error {
  override readonly name = 'BrokerError';
  readonly kind: BrokerErrorKind;

  constructor(kind: BrokerErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }

  /** May the same succeed later? */
  get isPassing(): boolean {
    return this.kind === 'unavailable';
  }
}
