import { listJobs } from '@lithops/core/jobs';
import { executorOptions } from '../common-options.js';
import type { CommandStreams } from '../streams.js';
import { table } from '../table.js';
import { type JobOptions, jobFields } from './job-fields.js';

/** Prints a row for each persisted job of this user. */
export async function listAllJobs(options: JobOptions, streams: CommandStreams): Promise<void> {
  const jobs = await listJobs(executorOptions(options));
  if (options.json === true) streams.stdout.write(`${JSON.stringify(jobs, undefined, 2)}\n`);
  else if (jobs.length === 0)
    streams.stdout.write('No persisted jobs here. They are made with persist: true or a jobKey.\n');
  else streams.stdout.write(table(jobs.map(jobFields)));
}
