import { TransportError } from '../spec/transport-error.js';

/** Why calls count as failed whose worker gave all of them back. */
export const NOTHING_BEGUN = {
  code: 'LITHOPS_WORKER_FAILED',
  message:
    'The worker began none of its calls: by its clock their time was over. Set the clocks of client and workers right, or give workers more time to start.',
} as const;

/** What becomes of calls that still ran when their executor was closed. */
export function executorClosed(): TransportError {
  return new TransportError('lost', 'The executor was closed.');
}
