import type { ErrorCode } from '../errors/lithops-error.js';
import type { Job } from '../job/job.js';
import type { TransportError } from '../spec/transport-error.js';
import type { FailureCause } from './retry-policy.js';

/**
 * Charges a lost activation to its calls. A transport that streams its reply tells which call was running: the first
 * without an outcome; the others did not begin and go again uncounted. Without that, any may have been the cause: each
 * is charged and sent by itself from then on, so that a call that kills its worker takes no neighbour with it twice.
 */
export function loseCalls(
  job: Job,
  open: readonly number[],
  error: TransportError,
  isOrderKnown: boolean,
): void {
  const charged = isOrderKnown ? open.slice(0, 1) : open;
  const { code, cause, says } = wordingOf(error);
  for (const index of charged) {
    const reason = job.error(
      index,
      code,
      `${says(index, job.name)}: ${error.message}${logTail(error)}`,
      error,
    );
    job.failAttempt(index, reason, cause, true, !isOrderKnown);
  }
  job.giveBack(open.slice(charged.length));
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
