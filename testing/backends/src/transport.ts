import { TransportError } from '@lithops/core/spec';
import type { Fault } from './faults.js';
import type { KillPoint } from './worker-fleet.js';
import { WorkerDied } from './worker-process.js';

/** Throws what a platform answers instead of taking work. */
export function refuseIf(fault: Fault | undefined): void {
  switch (fault) {
    case 'throttle':
      throw new TransportError('throttled', 'Rate exceeded.', { retryAfterMs: 20 });
    case 'unavailable':
      throw new TransportError('unavailable', 'Service unavailable.');
    case 'reject':
      throw new TransportError('rejected', 'The request is not valid.');
    case 'runtime-missing':
      throw new TransportError('runtime-missing', 'Function not found.');
    default:
  }
}

/** Sends nothing that was given up before. */
export function refuseAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new TransportError('lost', 'It was given up before it was sent.');
}

/** Where a fault kills the worker's process. */
export function killPointOf(fault: Fault | undefined): KillPoint | undefined {
  switch (fault) {
    case 'kill-before':
      return 'before';
    case 'kill-during':
    case 'out-of-memory':
      return 'during';
    case 'kill-after':
      return 'after';
    default:
      return undefined;
  }
}

/** What the platform says of a worker that ended without an answer. */
export function deathOf(error: unknown, fault: Fault | undefined): TransportError {
  const logTail = error instanceof WorkerDied && error.log !== '' ? error.log : undefined;
  const kind = fault === 'out-of-memory' ? 'out-of-memory' : 'lost';
  const message = error instanceof Error ? error.message : String(error);
  return new TransportError(kind, message, { cause: error, logTail });
}

/** Rejects when the dispatcher gives the activation up. */
export function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = (): void => reject(new TransportError('lost', 'The connection was closed by the client.'));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}
