import { resolveConfiguration } from '../config/index.js';
import { Log } from '../log/index.js';
import { type JobInfo, JobInfos } from '../persist/job-info.js';
import { UserSecret } from '../persist/user-secret.js';
import { parseJobName } from '../storage/key-layout.js';
import { builtins } from './builtins.js';
import type { ExecutorOptions } from './options.js';
import { StorageAccess } from './storage-access.js';

/** Where persisted jobs are looked for: as for an executor. */
export type JobPlaceOptions = Pick<
  ExecutorOptions,
  'config' | 'configFile' | 'backend' | 'storage' | 'logLevel'
>;

/** This user's persisted jobs in the configured bucket, oldest first. */
export function listJobs(options: JobPlaceOptions = {}): Promise<JobInfo[]> {
  return withJobs(options, (jobs) => jobs.all());
}

/** One of them. @throws {LithopsError} `LITHOPS_JOB_NOT_FOUND`; `LITHOPS_PERSIST_SECRET` for another user's. */
export function jobInfo(jobId: string, options: JobPlaceOptions = {}): Promise<JobInfo> {
  const address = parseJobName(jobId);
  return withJobs(options, (jobs) => jobs.one(address));
}

/**
 * Cancels a persisted job: the program that runs it, if any, stops it within a polling interval (2 s unless configured), and
 * nobody continues it.
 * @returns what it was like before
 * @throws {LithopsError} `LITHOPS_JOB_NOT_FOUND`; `LITHOPS_PERSIST_SECRET` for another user's.
 */
export function cancelJob(jobId: string, options: JobPlaceOptions = {}): Promise<JobInfo> {
  const address = parseJobName(jobId);
  return withJobs(options, (jobs) => jobs.cancel(address));
}

async function withJobs<T>(options: JobPlaceOptions, action: (jobs: JobInfos) => Promise<T>): Promise<T> {
  const configuration = resolveConfiguration(options, builtins);
  const log = new Log({
    settings: configuration.lithops.log,
    redact: (text) => configuration.redact(text),
  });
  const secret = UserSecret.read();
  const access = new StorageAccess(configuration, log);
  try {
    return await action(new JobInfos(await access.open(), access.reference.bucket, secret, log));
  } finally {
    await access.close();
  }
}
