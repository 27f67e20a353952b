import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';
import { messageOf } from '../util/thrown.js';
import { duration } from './progress-text.js';

/** Logs that a job begins, and from then on each attempt that failed and is followed by another. */
export function logBeginning(job: Pick<Job, 'name' | 'table' | 'observe'>, log: Logger): void {
  const { total } = job.table;
  log.info(`${job.name} begins: ${total === undefined ? 'calls as its input is read' : counted(total)}.`);
  let lost = 0;
  job.observe({
    retried: (index, attempt, cause, reason) => {
      // A function that fails may do so every day; a worker that is lost is nothing anybody meant.
      const isWarning = cause === 'worker' && ++lost <= MAX_WARNINGS;
      const again = `Call ${index} of ${job.name} is sent again after attempt ${attempt}: ${messageOf(reason)}`;
      if (isWarning) log.warn(again);
      else log.info(again);
      if (isWarning && lost === MAX_WARNINGS) {
        log.warn(`Further workers that ${job.name} loses are logged at level info.`);
      }
    },
  });
}

/** Of lost workers, per job: when a platform fails, all of them are lost at once. */
const MAX_WARNINGS = 10;

/** Logs what a job came to. */
export function logEnd({ name, table }: Job, tookMs: number, log: Logger): void {
  const { settledCount, failedCount } = table;
  const failures = failedCount === 0 ? '' : `, ${failedCount} failed`;
  log.info(`${name} has ended: ${counted(settledCount)} in ${duration(tookMs)}${failures}.`);
}

function counted(calls: number): string {
  return `${calls} call${calls === 1 ? '' : 's'}`;
}
