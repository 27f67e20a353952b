import type { JobInfo } from '@lithops/core/jobs';
import type { CommonOptions } from '../common-options.js';

/** Options of `lithops job list` and `status`. */
export interface JobOptions extends CommonOptions {
  readonly json?: boolean | undefined;
}

/** One line for each thing that there is to know about a job; the names are the columns of a list. */
export function jobFields(job: JobInfo): Readonly<Record<string, string>> {
  return {
    job: job.jobId,
    function: plain(job.functionName === '' ? '(no name)' : job.functionName),
    key: plain(job.jobKey ?? ''),
    created: job.created.toISOString().replace(/\.\d+Z$/, 'Z'),
    calls: job.isInputComplete ? String(job.calls) : `${job.calls}+`,
    done: String(job.done),
    failed: String(job.failed),
    state: job.state,
  };
}

/** Names are the user's own, and a terminal is not to obey them. */
function plain(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}
