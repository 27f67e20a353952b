/** Marks every error of the family, also across two copies of a package in one tree. */
const marker: unique symbol = Symbol.for('lithops.error');

/** Stable name of what went wrong; one documentation page each. */
export type ErrorCode = `LITHOPS_${string}`;

/** What an error of the family is made of. */
export interface LithopsErrorFields {
  readonly code: ErrorCode;
  /** What was expected, what came instead, and how to mend it. */
  readonly message: string;
  readonly cause?: unknown;
  /** @default false */
  readonly isRetryable?: boolean | undefined;
}

/** Base of all errors that Lithops makes. `instanceof` recognises the family across copies of the package. */
export class LithopsError extends Error {
  override readonly name: string = 'LithopsError';
  readonly code: ErrorCode;
  readonly isRetryable: boolean;
  readonly [marker] = true;

  constructor(fields: LithopsErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.code = fields.code;
    this.isRetryable = fields.isRetryable ?? false;
  }

  /** `instanceof LithopsError` holds for errors of another copy of the package as well. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // Only the base itself stands for the family. It is not named here: bundlers rename classes that name themselves.
    const isBase = Object.getPrototypeOf(this) === Error;
    return isBase ? isLithopsError(value) : Function.prototype[Symbol.hasInstance].call(this, value);
  }
}

/** Is it an error of Lithops (with that code, when one is given)? Works across two copies of the package. */
export function isLithopsError(value: unknown, code?: ErrorCode): value is LithopsError {
  if (typeof value !== 'object' || value === null || !(marker in value)) return false;
  return code === undefined || ('code' in value && value.code === code);
}
