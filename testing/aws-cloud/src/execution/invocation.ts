import type { ExecutionFault } from '../faults/fault.js';

/** One event on its way to a function. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: Buffer;
  /** JSON, for `context.clientContext`. */
  readonly clientContext?: string;
  readonly faults: readonly ExecutionFault[];
}

/** What a function's error is, by the members that Lambda gives it. */
export interface ErrorReport {
  readonly errorType?: string;
  readonly errorMessage: string;
  readonly [member: string]: unknown;
}

/** What came of an invocation. `log` is all that was logged for it, its REPORT included. */
export type InvocationResult =
  | { readonly kind: 'returned'; readonly payload: Buffer; readonly log: string }
  | { readonly kind: 'failed'; readonly error: Buffer; readonly log: string };

/** 6 MB and a little, as Lambda names it in its own message. */
export const maxResponseBytes = 6_291_556;
