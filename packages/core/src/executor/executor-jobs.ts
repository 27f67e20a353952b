import { LithopsError } from '../errors/lithops-error.js';
import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';
import { messageOf } from '../util/thrown.js';
import type { LookedAt } from './job-handle.js';
import { logBeginning, logEnd } from './job-log.js';
import type { JobRow } from './surface.js';

/** What an executor remembers of a job it has run. */
export interface JobRecord {
  readonly job: Job;
  readonly failures: LookedAt;
  /** One call whose result is a value, not a list. */
  readonly isSingle: boolean;
  /** Calls whose results were taken one by one. */
  readonly read: Set<number>;
}

/** An executor's jobs: those whose results nobody has read yet, and a row for the summary of each. */
export class ExecutorJobs {
  readonly #unread = new Map<Job, JobRecord>();
  readonly #unfinished = new Set<JobRecord>();
  readonly #unseen = new Set<JobRecord>();
  readonly #rows = new Map<string, () => JobRow>();
  readonly #usdOf: (execMs: number) => number | undefined;
  readonly #onBusy: (isBusy: boolean) => void;
  readonly #log: Logger;

  /** @param onBusy told when the first job begins and when the last one has finished */
  constructor(usdOf: (execMs: number) => number | undefined, onBusy: (isBusy: boolean) => void, log: Logger) {
    this.#usdOf = usdOf;
    this.#onBusy = onBusy;
    this.#log = log;
  }

  add(record: JobRecord): void {
    const { job } = record;
    const beganMs = performance.now();
    logBeginning(job, this.#log);
    this.#unread.set(job, record);
    this.#unfinished.add(record);
    if (this.#unfinished.size === 1) this.#onBusy(true);
    job.table.totals.price(this.#usdOf);
    this.#rows.set(job.name, () => rowOf(job, performance.now() - beganMs));
    const stop = job.table.subscribe({ settled: () => finish(), counted: () => finish() });
    const finish = (): void => {
      if (!job.table.allSettled) return;
      stop();
      const tookMs = performance.now() - beganMs;
      logEnd(job, tookMs, this.#log);
      this.#finish(record, rowOf(job, tookMs));
    };
    finish();
  }

  #finish(record: JobRecord, row: JobRow): void {
    const { job } = record;
    this.#unfinished.delete(record);
    if (this.#unfinished.size === 0) this.#onBusy(false);
    if (job.table.failedCount > 0) this.#unseen.add(record);
    this.#rows.set(job.name, () => row);
  }

  /** @param index of one call; all when it is left out */
  wasRead(job: Job, index?: number): void {
    const read = this.#unread.get(job)?.read;
    if (index !== undefined) read?.add(index);
    if (index === undefined || read?.size === job.table.total) this.#unread.delete(job);
  }

  /** In the order in which they were made. */
  get unread(): readonly JobRecord[] {
    return [...this.#unread.values()];
  }

  get unfinished(): readonly JobRecord[] {
    return [...this.#unfinished];
  }

  rows(): JobRow[] {
    return [...this.#rows.values()].map((row) => row());
  }

  /** Failures that nobody has looked at, as one error; asked for once. Cancelled calls are none. */
  takeUnreadFailures(): LithopsError | undefined {
    const unread = [...this.#unseen].flatMap((record) => unseenFailures(record));
    this.#unseen.clear();
    if (unread.length === 0) return undefined;
    const [first] = unread;
    const why = messageOf(first?.reason);
    const failed = unread.length === 1 ? '1 call failed' : `${unread.length} calls failed`;
    return new LithopsError({
      code: 'LITHOPS_UNREAD_FAILURES',
      message: `${failed} and nobody looked: await the results, or look at them with settled(). The first is call ${first?.index} of ${first?.job}: ${why}`,
      cause: new AggregateError(
        unread.map(({ reason }) => reason),
        failed,
      ),
    });
  }
}

/** Rounded to what anybody reads of it. */
function rowOf({ name, table }: Job, tookMs: number): JobRow {
  const { execMs, maxExecMs, peakMemoryMb, usd } = table.totals;
  return {
    jobId: name,
    calls: table.length,
    failed: table.failedCount,
    seconds: rounded(tookMs / 1000, 3),
    execMs: execMs && rounded(execMs, 3),
    maxExecMs: maxExecMs && rounded(maxExecMs, 3),
    peakMemoryMb: peakMemoryMb && rounded(peakMemoryMb, 1),
    usd,
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function unseenFailures({ job, failures }: JobRecord): { job: string; index: number; reason: unknown }[] {
  const found: { job: string; index: number; reason: unknown }[] = [];
  for (let index = 0; index < job.table.length; index++) {
    const end = job.table.end(index);
    const isFailure = end?.status === 'rejected' && job.table.state(index) === 'error';
    if (isFailure && !failures.hasSeen(index)) found.push({ job: job.name, index, reason: end.reason });
  }
  return found;
}
