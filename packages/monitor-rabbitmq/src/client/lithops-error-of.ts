import { LithopsError } from '@lithops/core';
import { BrokerError, type BrokerErrorKind } from '../broker/broker-error.js';

const codes = {
  invalid: 'LITHOPS_CONFIG',
  unavailable: 'LITHOPS_SERVICE_UNAVAILABLE',
  untrusted: 'LITHOPS_SERVICE_UNAVAILABLE',
  'wrong-credentials': 'LITHOPS_WRONG_CREDENTIALS',
  denied: 'LITHOPS_ACCESS_DENIED',
} as const satisfies Readonly<Record<BrokerErrorKind, string>>;

/** An error as users get it; what is none of the broker stays as it is. */
export function lithopsErrorOf(error: unknown): unknown {
  if (!(error instanceof BrokerError)) return error;
  return new LithopsError({
    code: codes[error.kind],
    message: error.message,
    isRetryable: error.isPassing,
  });
}
