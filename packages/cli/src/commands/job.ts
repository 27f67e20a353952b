import type { Command } from 'commander';
import { withCommonOptions } from '../common-options.js';
import type { CommandStreams } from '../streams.js';
import { cancelOneJob } from './job-cancel.js';
import { listAllJobs } from './job-list.js';
import { showJob } from './job-status.js';

/** `lithops job list|status|cancel`: jobs that outlive their programs. */
export function addJobCommand(lithops: Command, streams: CommandStreams): void {
  const job = lithops
    .command('job')
    .helpCommand(false)
    .description('list, show or cancel persisted jobs, whichever program began them');
  withCommonOptions(job.command('list'))
    .description('print your persisted jobs in the configured bucket, oldest first')
    .option('--json', 'print them as JSON')
    .action((options) => listAllJobs(options, streams));
  withCommonOptions(job.command('status'))
    .argument('<job>', 'executor/job, as `job list` shows it')
    .description('print what a persisted job has come to so far')
    .option('--json', 'print it as JSON')
    .action((name, options) => showJob(name, options, streams));
  withCommonOptions(job.command('cancel'))
    .argument('<job>', 'executor/job, as `job list` shows it')
    .description('stop a persisted job for good: its program ends it, and nobody continues it')
    .action((name, options) => cancelOneJob(name, options, streams));
}
