import type { AnyFunction } from '@lithops/closure';
import { LithopsError } from '../errors/lithops-error.js';
import type { Job } from '../job/job.js';
import type { ContinuationCall } from '../worker/continuation.js';
import { currentCall } from '../worker/current-call.js';

/** How a call would describe a job of its own executor as work for the client. */
export type HandOverOf = Omit<ContinuationCall, 'jobId'> & { readonly functions: readonly AnyFunction[] };

/**
 * Submits a job at once; inside a call at the end of the current turn, so that a function which returns its future at once
 * has it run by the client instead of waiting for it.
 *
 * @returns takes the work back while none of it was submitted
 */
export function submitUnlessHandedOver(
  job: Job,
  work: HandOverOf | undefined,
  submit: (job: Job) => void,
): () => ContinuationCall | undefined {
  if (currentCall() === undefined || work === undefined) {
    submit(job);
    return () => undefined;
  }
  let state: 'kept' | 'submitted' | 'handed-over' = 'kept';
  setImmediate(() => {
    if (state !== 'kept') return;
    state = 'submitted';
    submit(job);
  });
  return () => {
    if (state !== 'kept') return undefined;
    state = 'handed-over';
    const reason = new LithopsError({ code: 'LITHOPS_CANCELLED', message: 'Handed over to the client.' });
    job.cancel('all', () => reason);
    return { jobId: job.name, ...work };
  };
}
