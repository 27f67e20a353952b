/** Marks the errors of this family, also across two copies of a package in one tree. */
const marker = Symbol.for('lithops.error');

/** Why something cannot be shipped; stable, one documentation page each. */
export type ClosureErrorCode =
  | 'LITHOPS_CLOSURE'
  | 'LITHOPS_VALUE'
  | 'LITHOPS_BUNDLED_FUNCTION'
  | 'LITHOPS_CODE_IN_RESULT'
  | 'LITHOPS_CAPSULE_MISMATCH';

/** What a {@link ClosureError} is made of. */
export interface ClosureErrorFields {
  readonly code: ClosureErrorCode;
  /** From the function or item to what cannot travel: `resize → cache → db.#pool`, `item.db.socket`. */
  readonly path: string;
  /** What stands there. */
  readonly what: string;
  /** What to do instead. */
  readonly fix: string;
  readonly cause?: unknown;
}

/** A function or value that cannot travel. Says where it stands, what it is and how to mend it; never retried. */
export class ClosureError extends Error {
  override readonly name = 'ClosureError';
  readonly code: ClosureErrorCode;
  readonly path: string;
  readonly what: string;
  readonly fix: string;
  readonly isRetryable = false;
  readonly [marker] = true;

  constructor(fields: ClosureErrorFields) {
    const { code, path, what, fix, cause } = fields;
    super(`Cannot ship ${path}: ${what}. ${fix}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.path = path;
    this.what = what;
    this.fix = fix;
  }
}
