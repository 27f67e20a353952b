import { isatty } from 'node:tty';
import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';
import { messageOf } from '../util/thrown.js';
import { currentCall } from '../worker/current-call.js';
import type { ExecutorOptions, JobProgress } from './options.js';
import { sharedProgressBar } from './progress-bar.js';
import { ProgressLines } from './progress-lines.js';

const INTERVAL_MS = 100;

/** Who is told how far jobs are. */
interface Audience {
  /** @returns to be called when the job has ended */
  follow(progress: () => JobProgress): () => void;
}

/** Tells a job's progress in the way that was asked for: to a callback, as a bar, as lines, or to nobody. */
export function reportProgress(job: Job, progress: ExecutorOptions['progress'], log: Logger): void {
  if (typeof progress === 'function') {
    tellCallback(job, progress, log);
    return;
  }
  const audience = audienceFor(progress);
  if (audience === undefined || job.table.allSettled) return;
  const ended = audience.follow(() => progressOf(job));
  const check = (): void => {
    if (!job.table.allSettled) return;
    stop();
    ended();
  };
  const stop = job.table.subscribe({ settled: check, counted: check });
}

/** In workers there is no terminal, even where stderr is one: it belongs to the program that runs them. */
function audienceFor(progress: 'auto' | boolean = 'auto'): Audience | undefined {
  if (progress === false) return undefined;
  const isTerminal = isStderrTerminal() && currentCall() === undefined;
  if (progress === true) return isTerminal ? sharedProgressBar() : new ProgressLines(process.stderr);
  return isTerminal && isForPeople(process.env) ? sharedProgressBar() : undefined;
}

/**
 * Asks about the file descriptor first: making the stream takes longer than anything else here, and is mostly for nothing.
 * (Not by `fstat`: after that of a pipe, Node.js 20 and 22 leave symbolic links in the paths of modules that they resolve, see
 * https://github.com/nodejs/node/issues/51142.)
 */
function isStderrTerminal(): boolean {
  return isatty(2) && process.stderr.isTTY;
}

/** A terminal that somebody looks at, and that knows how to move its cursor. */
function isForPeople({ CI, TERM }: NodeJS.ProcessEnv): boolean {
  return (CI === undefined || CI === '' || CI === 'false') && TERM !== 'dumb';
}

function progressOf({ name, table, underway }: Job): JobProgress {
  return {
    jobId: name,
    done: table.settledCount,
    failed: table.failedCount,
    // The table tells of the last call's end before the job has put it away.
    running: table.allSettled ? 0 : underway,
    total: table.total,
  };
}

/** As calls end, at most every 100 ms, and once at the end. */
function tellCallback(job: Job, callback: (progress: JobProgress) => void, log: Logger): void {
  const { table } = job;
  let lastMs = 0;
  const tell = (): void => {
    const nowMs = Date.now();
    if (!table.allSettled && nowMs - lastMs < INTERVAL_MS) return;
    lastMs = nowMs;
    if (table.allSettled) stop();
    try {
      callback(progressOf(job));
    } catch (error) {
      // The calls are not to suffer; one that failed is not called again.
      stop();
      log.warn(`The progress callback of ${job.name} threw and is not called again: ${messageOf(error)}`);
    }
  };
  const stop = table.subscribe({ settled: tell, counted: tell });
}
