import type { RunningCall } from '../spec/transport-error.js';
import { TransportError } from '../spec/transport-error.js';

/** How a worker process ended. */
export interface WorkerExit {
  readonly pid: number | undefined;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it was at, as far as it is known. */
  readonly running: RunningCall | undefined;
}

/** What the end of a worker process means for the activation that it had. */
export function causeOfExit({ pid, code, signal, running }: WorkerExit): TransportError {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  const isHeapFull = signal === 'SIGABRT' || code === 134;
  return isHeapFull
    ? new TransportError(
        'out-of-memory',
        `Worker process ${pid} ended ${how}, as Node.js does when its heap is full.`,
        { running },
      )
    : new TransportError('lost', `Worker process ${pid} ended ${how}.`, { running });
}
