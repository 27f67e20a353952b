import { LithopsError } from '../errors/lithops-error.js';

/** Packages that cannot be put beside a worker: which, why, and what helps. */
export function packageError(message: string, cause?: unknown): LithopsError {
  return new LithopsError({ code: 'LITHOPS_PACKAGES', message, cause });
}
