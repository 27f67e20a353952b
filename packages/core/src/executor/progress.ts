import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';
import { messageOf } from '../util/thrown.js';
import type { ExecutorOptions, JobProgress } from './options.js';

const INTERVAL_MS = 100;

/** Tells a job's progress to the callback: as calls end, at most every 100 ms, and once at the end. */
export function reportProgress(job: Job, progress: ExecutorOptions['progress'], log: Logger): void {
  if (typeof progress !== 'function') return;
  const { table } = job;
  let lastMs = 0;
  const snapshot = (): JobProgress => ({
    jobId: job.name,
    done: table.settledCount,
    failed: table.failedCount,
    running: job.underway,
    total: table.total,
  });
  const tell = (): void => {
    const nowMs = Date.now();
    if (!table.allSettled && nowMs - lastMs < INTERVAL_MS) return;
    lastMs = nowMs;
    if (table.allSettled) stop();
    try {
      progress(snapshot());
    } catch (error) {
      // The calls are not to suffer; one that failed is not called again.
      stop();
      log.warn(`The progress callback of ${job.name} threw and is not called again: ${messageOf(error)}`);
    }
  };
  const stop = table.subscribe({ settled: tell, counted: tell });
}
