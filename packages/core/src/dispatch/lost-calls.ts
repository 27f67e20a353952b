import { type CallError, type ErrorCode, placeWith } from '../errors/index.js';
import { userFrames } from '../job/call-failure.js';
import type { Job } from '../job/job.js';
import { TransportError } from '../spec/transport-error.js';
import { messageOf } from '../util/thrown.js';
import type { FailureCause } from './retry-policy.js';

/**
 * Charges a lost activation to its calls. Where the transport knows which call was running, it alone is charged: the others
 * did not begin, or had ended and go again, uncounted. Where outcomes are streamed but that is not known, it counts as the
 * first without an outcome. Without either, any may have been the cause: each is charged and sent by itself from then on,
 * so that a call that kills its worker takes no neighbour with it twice.
 *
 * @param open those without an outcome, in the order in which the worker takes them
 * @param running the one that was running, as far as that is known
 */
export function loseCalls(
  job: Job,
  open: readonly number[],
  error: TransportError,
  running: number | undefined | 'unknown',
): void {
  const charged = running === 'unknown' ? open : open.filter((index) => index === running);
  const { code, cause, says } = wordingOf(error);
  for (const index of charged) {
    const message = `${says(index, job.name)}: ${error.message}${logTail(error)}`;
    job.failAttempt(index, job.error(index, code, message, error), cause, true, running === 'unknown');
  }
  const others = open.filter((index) => !charged.includes(index));
  job.giveBack(others);
}

/** A worker has answered with something that is no report of these calls. */
export function failUnreadable(job: Job, calls: Iterable<number>, cause: unknown): void {
  for (const index of calls) {
    const message = `The worker of call ${index} of ${job.name} answered with something that is no report.`;
    job.failAttempt(index, job.error(index, 'LITHOPS_PROTOCOL', message, cause), 'worker', true, true);
  }
}

/** A call took longer than its limit and was stopped; where in its code, when the transport says so. */
export function timeOutOf(job: Job, index: number, cause: TransportError): CallError {
  const { timeoutMs, code, site } = job.definition;
  const where = cause.running?.stack;
  const frames = where === undefined ? '' : code.mapStack(userFrames(where));
  const place = /^\s*at (.*)/.exec(frames)?.[1];
  const message =
    `Call ${index} of ${job.name} took longer than its limit of ${timeoutMs} ms and was stopped` +
    (place === undefined ? '.' : ` at ${place}.`);
  const error = job.error(index, 'LITHOPS_TIMEOUT', message, cause);
  if (frames !== '') placeWith(error, `${error.name}: ${message}\n${frames}${site?.frames ?? ''}`);
  return error;
}

/** What a transport threw; anything but its own error counts as a lost worker. */
export function asTransportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const message = messageOf(error);
  return new TransportError('lost', message, { cause: error });
}

/** Did the platform turn the work away, so that nothing of it ran? */
export function isRefusal({ kind }: TransportError): boolean {
  return kind === 'throttled' || kind === 'unavailable';
}

/** Ends what these calls were sent as, when the transport will not have them again. */
export function endCalls(job: Job, calls: readonly number[], error: TransportError): void {
  const final = finalWording(error);
  if (final === undefined) {
    loseCalls(job, calls, error, 'unknown');
    return;
  }
  for (const index of calls) {
    const message = `${final.says(index, job.name)}: ${error.message}${logTail(error)}`;
    job.reject(index, job.error(index, final.code, message, error));
  }
}

function finalWording({ kind }: TransportError): Omit<Wording, 'cause'> | undefined {
  switch (kind) {
    case 'throttled':
    case 'unavailable':
      return {
        code: 'LITHOPS_BACKEND_UNAVAILABLE',
        says: (index, job) => `The backend would not take call ${index} of ${job} for too long`,
      };
    case 'runtime-missing':
      return {
        code: 'LITHOPS_RUNTIME_MISSING',
        says: (index, job) =>
          `The runtime of call ${index} of ${job} is gone and could not be deployed again`,
      };
    case 'rejected':
      return {
        code: 'LITHOPS_INVOKE_REJECTED',
        says: (index, job) => `The backend refused call ${index} of ${job}`,
      };
    default:
      return undefined;
  }
}

interface Wording {
  readonly code: ErrorCode;
  readonly cause: FailureCause;
  says(index: number, job: string): string;
}

function wordingOf({ kind }: TransportError): Wording {
  switch (kind) {
    case 'out-of-memory':
      return {
        code: 'LITHOPS_OUT_OF_MEMORY',
        cause: 'function',
        says: (index, job) =>
          `The worker of call ${index} of ${job} ran out of memory (raise runtimeMemoryMb)`,
      };
    case 'timed-out':
      return {
        code: 'LITHOPS_TIMEOUT',
        cause: 'function',
        says: (index, job) => `The platform stopped call ${index} of ${job} at its time limit`,
      };
    default:
      return {
        code: 'LITHOPS_WORKER_LOST',
        cause: 'worker',
        says: (index, job) => `The worker of call ${index} of ${job} was lost`,
      };
  }
}

function logTail({ logTail }: TransportError): string {
  return logTail === undefined ? '' : `\n${logTail}`;
}
