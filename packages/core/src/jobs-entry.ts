/**
 * Looking after persisted jobs from outside the programs that run them, as the `lithops` command does.
 *
 * @packageDocumentation
 */
export { cancelJob, type JobPlaceOptions, jobInfo, listJobs } from './executor/persisted-job-admin.js';
export type { JobInfo, JobState } from './persist/job-info.js';
