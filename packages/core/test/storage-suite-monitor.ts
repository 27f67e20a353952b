import { LithopsError } from '../src/errors/index.js';
import type { MonitorContext, MonitorEvent, OutcomeReport, WatchedJob } from '../src/spec/index.js';
import { statusPrefix } from '../src/storage/key-layout.js';
import { MemoryStorage } from '../src/testing/memory-storage-backend.js';

/** The job that the tests of the storage monitor watch. */
export const job: WatchedJob = { executorId: 'ab12cd-exec1', jobId: 'M0001' };

export function contextOf({ executorId }: WatchedJob, storage: MemoryStorage): MonitorContext {
  return { executorId, bucket: 'bucket', storage: async () => storage, intervalMs: undefined };
}

export function call(index: number) {
  return { jobId: job.jobId, index, attempt: 1 };
}

export function report(indexes: readonly number[], body: Uint8Array, ok = true): OutcomeReport {
  const calls = indexes.map((index) => ({ ...call(index), ok }));
  return { activationId: 'activation-1', calls, body: new Uint8Array(body) };
}

export function reportEvent(body: Uint8Array): MonitorEvent {
  return { type: 'report', jobId: job.jobId, body: new Uint8Array(body) };
}

/** Everything a client tells, as it comes. */
export function collect(client: AsyncIterable<MonitorEvent>): Collected {
  const events: MonitorEvent[] = [];
  const read = async () => {
    for await (const event of client) events.push(event);
  };
  return { events, ended: read() };
}

export interface Collected {
  readonly events: readonly MonitorEvent[];
  readonly ended: Promise<void>;
}

/** Status keys of the job, without their prefix. */
export async function namesOfStatuses(storage: MemoryStorage): Promise<string[]> {
  const names: string[] = [];
  for await (const page of storage.list('bucket', statusPrefix(job))) {
    names.push(...page.map(({ key }) => key.slice(statusPrefix(job).length)));
  }
  return names;
}

/** Counts what is asked, and fails or waits when told to. */
export class CountingStorage extends MemoryStorage {
  readonly lists: (string | undefined)[] = [];
  readonly gets: string[] = [];
  /** Runs before an object is read. */
  beforeGet: (key: string) => Promise<void> = async () => {};
  /** What it fails with; unset: what may pass. */
  refusal: LithopsError | undefined;
  failLists = 0;
  failGets = 0;
  failPuts = 0;
  #gate: Promise<void> | undefined;

  /** Makes listings wait until the function that is returned is called. */
  holdLists(): () => void {
    let release = () => {};
    this.#gate = new Promise((resolve) => {
      release = resolve;
    });
    return () => release();
  }

  override async put(...args: Parameters<MemoryStorage['put']>) {
    if (this.failPuts-- > 0) throw this.refusal ?? storeIsAway();
    return super.put(...args);
  }

  override async get(...args: Parameters<MemoryStorage['get']>) {
    this.gets.push(args[1]);
    await this.beforeGet(args[1]);
    if (this.failGets-- > 0) throw storeIsAway();
    return super.get(...args);
  }

  override async *list(...args: Parameters<MemoryStorage['list']>) {
    this.lists.push(args[2]?.startAfter);
    await this.#gate;
    if (this.failLists-- > 0) throw this.refusal ?? storeIsAway();
    yield* super.list(...args);
  }
}

function storeIsAway(): LithopsError {
  return new LithopsError({ code: 'LITHOPS_TEST', message: 'the store is away', isRetryable: true });
}
