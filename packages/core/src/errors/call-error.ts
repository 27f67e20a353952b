import { isLithopsError, LithopsError, type LithopsErrorFields } from './lithops-error.js';

/** What a call's error is made of. */
export interface CallErrorFields extends LithopsErrorFields {
  readonly callId: string;
  readonly index: number;
  readonly attempt: number;
}

/** A call that Lithops itself had to fail: its worker was lost, it ran out of time or memory, it was cancelled. */
export class CallError extends LithopsError {
  override readonly name: string = 'CallError';
  readonly callId: string;
  readonly index: number;
  /** The attempt that failed last, from 1; 0 when none was made. */
  readonly attempt: number;

  constructor(fields: CallErrorFields) {
    super(fields);
    this.callId = fields.callId;
    this.index = fields.index;
    this.attempt = fields.attempt;
  }

  /** Knows those of another copy of this package, too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isLithopsError(value) && 'callId' in value && 'index' in value;
  }
}
