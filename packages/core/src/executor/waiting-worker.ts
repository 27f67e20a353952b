import type { Logger } from '../log/index.js';
import { processWide } from '../util/process-wide.js';

const given = processWide('waiting-workers', () => ({ isTold: false }));

/** Said once in a process: a call waits for an executor of its own where that holds its worker. */
export function warnOfWaiting(log: Logger): void {
  if (given.isTold) return;
  given.isTold = true;
  log.warn(
    'A call waits for an executor that it has made itself: its worker is busy, and billed, until that has ended. ' +
      'Where the call needs nothing more of the results, return the work instead: `return ctx.map(fn, items)`. ' +
      'The client runs it and no worker waits.',
  );
}
