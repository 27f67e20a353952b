import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';
import { messageOf } from '../util/thrown.js';
import { duration } from './progress-text.js';

/** Logs that a job begins, and from then on each attempt that failed and is followed by another. */
export function logBeginning(job: Job, log: Logger): void {
  const { total } = job.table;
  log.info(`${job.name} begins: ${total === undefined ? 'calls as its input is read' : counted(total)}.`);
  job.observe({
    retried: (index, attempt, cause, reason) => {
      const call = `Call ${index} of ${job.name}`;
      const why = `attempt ${attempt}: ${messageOf(reason)}`;
      // A function that fails may do so every day; a worker that is lost is nothing anybody meant.
      if (cause === 'worker') log.warn(`${call} lost its worker and is sent again after ${why}`);
      else log.info(`${call} failed and is sent again after ${why}`);
    },
  });
}

/** Logs what a job came to. */
export function logEnd({ name, table }: Job, tookMs: number, log: Logger): void {
  const { settledCount, failedCount } = table;
  const failures = failedCount === 0 ? '' : `, ${failedCount} failed`;
  log.info(`${name} has ended: ${counted(settledCount)} in ${duration(tookMs)}${failures}.`);
}

function counted(calls: number): string {
  return `${calls} call${calls === 1 ? '' : 's'}`;
}
