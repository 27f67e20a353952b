import type { Job } from '../job/job.js';
import type { CallAttempt } from '../spec/monitor.js';
import type { RuntimeHandle } from '../spec/runtime.js';
import type { Report } from '../wire/index.js';

/** Sends the calls of an executor's jobs to its backend: one implementation for each way in which backends take work. */
export interface Dispatcher {
  /** Takes a job into work, until its last call has settled and no worker is busy with it. */
  add(job: Job, runtime: RuntimeHandle): void;
  /** Takes in a report that came by a monitor. */
  deliver(report: Report): void;
  /** Takes in what a monitor says of calls that begin late. Absent where no worker is given up for its silence. */
  started?(calls: readonly CallAttempt[]): void;
  /** Resolves when no worker is busy for this executor any more. */
  idle(): Promise<void>;
  /** Drops timers; nothing is sent afterwards. */
  close(): void;
}
