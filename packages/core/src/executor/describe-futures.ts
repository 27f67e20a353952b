import type { Job } from '../job/job.js';

/** A list as `console.log` shows it: mostly somebody forgot to await it. */
export function describeList({ name, table }: Job): string {
  const { settledCount, failedCount, total } = table;
  const ended =
    total === undefined ? `${settledCount} calls ended` : `${settledCount} of ${total} calls ended`;
  const failed = failedCount === 0 ? '' : `, ${failedCount} failed`;
  return `FuturesList { ${name}: ${ended}${failed}; await it for the results }`;
}

/** A future as `console.log` shows it. */
export function describeCall({ name, table }: Job, index: number): string {
  return `ResponseFuture { call ${index} of ${name}: ${table.state(index)}; await it for the result }`;
}
