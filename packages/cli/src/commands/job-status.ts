import { type JobInfo, type JobState, jobInfo } from '@lithops/core/jobs';
import { executorOptions } from '../common-options.js';
import type { CommandStreams } from '../streams.js';
import { type JobOptions, jobFields } from './job-fields.js';

/** Prints what one persisted job has come to. */
export async function showJob(name: string, options: JobOptions, streams: CommandStreams): Promise<void> {
  const job = await jobInfo(name, executorOptions(options));
  if (options.json === true) streams.stdout.write(`${JSON.stringify(job, undefined, 2)}\n`);
  else streams.stdout.write(asText(job));
}

function asText(job: JobInfo): string {
  const fields = Object.entries(jobFields(job)).filter(([, value]) => value !== '');
  const lines = fields.map(([name, value]) => `${name.padEnd(10)}${value}\n`);
  return `${lines.join('')}${' '.repeat(10)}${meanings[job.state]}\n`;
}

const meanings: Readonly<Record<JobState, string>> = {
  running: 'a program runs it now',
  stopped: 'its program is gone; FunctionExecutor.resume() or the same jobKey continues it',
  complete: 'all calls have ended; FunctionExecutor.resume() or the same jobKey reads the results',
  cancelled: 'nobody continues it; clean({ jobId }) removes what is left',
};
