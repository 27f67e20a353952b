import { isLithopsError } from '../errors/index.js';
import type { CallAttempt, MonitorContext, MonitorEvent, WatchedJob } from '../spec/monitor.js';
import type { StorageBackend, StoredObject } from '../spec/storage-backend.js';
import { parseStatus, type Status, statusKeyBefore, statusPrefix } from '../storage/key-layout.js';
import { messageOf } from '../util/thrown.js';
import type { PollingPace } from './polling-pace.js';
import { SeenStatuses } from './storage-seen-statuses.js';
import { Trouble } from './storage-trouble.js';

const parallelReads = 16;

/** Where a poller tells what it found. */
export interface PollerEvents {
  event(event: MonitorEvent): void;
  /** A listing or read failed; it is tried again later. */
  failed(message: string): void;
  /** It will not be tried again. */
  gaveUp(error: unknown): void;
}

/**
 * Lists one job's statuses again and again: soon after something was found, more seldom while nothing is. It begins behind
 * the calls that are finished, reads content only of reports that did not fit their key, and tells each status once.
 */
export class StorageJobPoller {
  readonly #job: WatchedJob;
  readonly #context: MonitorContext;
  readonly #events: PollerEvents;
  readonly #seen: SeenStatuses;
  readonly #pace: PollingPace;
  readonly #trouble = new Trouble();
  #isStopped = false;
  #endPause: (() => void) | undefined;

  constructor(job: WatchedJob, context: MonitorContext, pace: PollingPace, events: PollerEvents) {
    this.#job = job;
    this.#seen = new SeenStatuses(job.isSettled);
    this.#context = context;
    this.#pace = pace;
    this.#events = events;
  }

  /** Polls until stopped, or until there is no hope left. Never rejects. */
  async run(): Promise<void> {
    const interval = this.#pace;
    while (!this.#isStopped) {
      await this.#pause(interval.currentMs);
      if (this.#isStopped) return;
      try {
        const beganMs = performance.now();
        const foundNews = await this.#poll();
        interval.polled(foundNews, performance.now() - beganMs);
        this.#trouble.isOver();
      } catch (error) {
        interval.failed();
        this.#onFailure(error, interval.currentMs);
      }
    }
  }

  /** Ends the pause and its timer at once; what is being listed is not told any more. */
  stop(): void {
    this.#isStopped = true;
    this.#endPause?.();
  }

  /** Lists at once, and soon again. */
  hurry(): void {
    this.#pace.hurry?.();
    this.#endPause?.();
  }

  /** Whether something new was found. */
  async #poll(): Promise<boolean> {
    const storage = await this.#context.storage();
    const prefix = statusPrefix(this.#job);
    const startAfter = statusKeyBefore(this.#job, this.#seen.finishedBelow);
    let found = false;
    for await (const page of storage.list(this.#context.bucket, prefix, { startAfter })) {
      if (this.#isStopped) return found;
      found = (await this.#takePage(storage, page, prefix)) || found;
    }
    return found;
  }

  async #takePage(storage: StorageBackend, page: readonly StoredObject[], prefix: string): Promise<boolean> {
    const news = page.flatMap(({ key }) => {
      const status = parseStatus(key.slice(prefix.length));
      return status === undefined || this.#seen.has(status) ? [] : [{ key, status }];
    });
    this.#tellStarted(news.map(({ status }) => status));
    const reports = news.filter(({ status }) => !isStart(status));
    for (let i = 0; i < reports.length; i += parallelReads) {
      await this.#takeReports(storage, reports.slice(i, i + parallelReads));
    }
    return news.length > 0;
  }

  async #takeReports(storage: StorageBackend, reports: readonly FoundStatus[]): Promise<void> {
    const bodies = await Promise.all(reports.map((report) => this.#readBody(storage, report)));
    for (const [i, { status }] of reports.entries()) {
      const body = bodies[i];
      if (body === undefined || this.#isStopped || this.#seen.has(status)) continue;
      this.#seen.add(status);
      this.#events.event({ type: 'report', jobId: this.#job.jobId, body });
    }
  }

  /** `undefined`: deleted since it was listed, by a cleaner that needs it no more. */
  async #readBody(
    storage: StorageBackend,
    { key, status }: FoundStatus,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (status.body !== undefined) return status.body;
    try {
      return await storage.get(this.#context.bucket, key);
    } catch (error) {
      if (isLithopsError(error, 'LITHOPS_NO_SUCH_KEY')) return undefined;
      throw error;
    }
  }

  #tellStarted(statuses: readonly Status[]): void {
    const starts = statuses.filter(isStart);
    for (const start of starts) this.#seen.add(start);
    const { jobId } = this.#job;
    const calls = starts.map(({ index, attempt }): CallAttempt => ({ jobId, index, attempt }));
    if (calls.length > 0 && !this.#isStopped) this.#events.event({ type: 'started', calls });
  }

  #onFailure(error: unknown, nextMs: number): void {
    if (this.#isStopped) return; // the store may be closed by now
    const isHopeless = this.#trouble.isHopeless(error);
    const next = isHopeless ? 'It is not tried again.' : `Next try in ${Math.round(nextMs)} ms.`;
    this.#events.failed(
      `The statuses of job ${this.#job.executorId}/${this.#job.jobId} could not be listed: ${messageOf(error)} ${next}`,
    );
    if (!isHopeless) return;
    this.stop();
    this.#events.gaveUp(error);
  }

  /** Keeps the process alive on purpose: somebody waits for these calls. */
  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

interface FoundStatus {
  readonly key: string;
  readonly status: Status;
}

function isStart(status: Status): status is Extract<Status, { type: 'call' }> {
  return status.type === 'call' && status.kind === 'run';
}
