import { LithopsError } from '../errors/lithops-error.js';
import type { Job } from './job.js';

/** What awaiting the list rejects with once `stopAfterFailures` is reached; the failures are its `cause`. */
export function tooManyFailures({ table, name, definition }: Job): LithopsError {
  const reasons: unknown[] = [];
  for (let index = 0; index < table.length; index++) {
    const end = table.end(index);
    if (end?.status === 'rejected' && table.state(index) === 'error') reasons.push(end.reason);
  }
  const message = `${reasons.length} calls of ${name} failed (stopAfterFailures: ${definition.stopAfterFailures}).`;
  return new LithopsError({
    code: 'LITHOPS_TOO_MANY_FAILURES',
    message: `${message} The rest was not run.`,
    cause: new AggregateError(reasons, message),
  });
}
