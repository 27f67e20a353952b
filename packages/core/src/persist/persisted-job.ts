import { setTimeout as pause } from 'node:timers/promises';
import type { FailureCause, RetryPolicy } from '../dispatch/retry-policy.js';
import { isLithopsError, type LithopsError } from '../errors/index.js';
import type { InputEntry, InputReader } from '../job/input.js';
import type { Job } from '../job/job.js';
import type { JobPersistence } from '../job/persistence.js';
import type { Logger } from '../log/index.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { jobName, manifestKey } from '../storage/key-layout.js';
import { deferred } from '../util/deferred.js';
import { processWide } from '../util/process-wide.js';
import { type BeginMode, type Begun, beginJob, deleteJob } from './begin-job.js';
import { ClientReports } from './client-reports.js';
import { EarlierInput } from './earlier-input.js';
import { InputStore } from './input-store.js';
import { cannotStore, inputDiffers, wasCancelled, wasTakenOver } from './job-errors.js';
import { JobKeeper } from './job-keeper.js';
import { JobStore } from './job-store.js';
import { Ledger } from './ledger.js';
import { encodeManifest, type JobKeys, type ManifestDraft, type StoredRetries } from './manifest.js';
import { Restorer } from './restorer.js';
import { StoredReader } from './stored-reader.js';
import { StoringReader } from './storing-reader.js';

export interface PersistedJobSettings {
  readonly mode: BeginMode;
  readonly keys: JobKeys;
  readonly draft: ManifestDraft;
  readonly bucket: string;
  readonly intervalMs: number | undefined;
  readonly log: Logger;
  /** Whether it is deleted when its results were read. */
  readonly deletesWhenRead: boolean;
  /** How its calls are retried, when the one who resumes does not say. */
  retryAs(stored: StoredRetries): RetryPolicy | undefined;
  openStorage(): Promise<StorageBackend>;
  /** All results are with the program. */
  wasRead(job: PersistedJob): void;
}

/** How long a job that is deleted waits for its workers, milliseconds. */
const FINISH_MS = 10_000;

/** Jobs that are being deleted by this process: the same key waits for them, whichever executor has it. */
const beingDeleted = processWide('deleted-jobs', () => new Map<string, Promise<void>>());

/** What there is once the job was begun. */
interface Running {
  readonly job: Job;
  readonly store: JobStore;
  readonly begun: Begun;
  readonly seal: string;
  readonly input: InputStore;
  readonly earlier: EarlierInput | undefined;
  readonly restorer: Restorer | undefined;
  readonly reports: ClientReports;
  readonly keeper: JobKeeper;
}

/**
 * One job that outlives its program, as one client sees it: `made → running → read | closed`. While it runs this client
 * holds its lease. `read`: the program has all results, and what lies in the bucket is garbage.
 */
export class PersistedJob implements JobPersistence {
  readonly keys: JobKeys;
  readonly #settings: PersistedJobSettings;
  #state: 'made' | 'running' | 'read' | 'closed' = 'made';
  #running: Running | undefined;
  #reader: StoringReader | undefined;
  readonly #handedOut = new Set<number>();
  /** Calls that have failed and would not be run again by another client. */
  readonly #failedForGood = new Set<number>();
  readonly #incomplete = new Set<number>();
  readonly #finished = deferred();
  readonly #waited = new AbortController();

  constructor(settings: PersistedJobSettings) {
    this.#settings = settings;
    this.keys = settings.keys;
  }

  get name(): string {
    return jobName(this.keys.address);
  }

  /** This client holds the job, and nobody has read its results. */
  get isRunning(): boolean {
    return this.#state === 'running';
  }

  get seal(): string {
    return this.#begun.seal;
  }

  get generation(): number {
    return this.#begun.begun.lease.generation;
  }

  get #begun(): Running {
    if (this.#running === undefined) throw new Error(`Job ${this.name} was not begun.`);
    return this.#running;
  }

  /** The job's input, stored on its way to dispatch. */
  storing(source: InputReader): InputReader {
    this.#reader = new StoringReader(source, () => this.#storingServices());
    return this.#reader;
  }

  /** The job's input as it was stored. */
  stored(): InputReader {
    return new StoredReader(() => ({
      input: this.#begun.input,
      name: this.name,
      failed: (error) => this.#begun.job.failAll(error),
      restore: (entries) => this.#restore(entries),
      incomplete: (index) => this.#incomplete.add(index),
    }));
  }

  #storingServices() {
    const { input, earlier, job } = this.#begun;
    return {
      input,
      earlier,
      failed: (error: unknown) => job.failAll(error),
      conflict: (index: number | undefined) =>
        inputDiffers(this.name, this.#settings.draft.jobKey ?? '', index),
      cannotStore: (cause: unknown) => cannotStore(this.name, cause),
      restore: (entries: readonly InputEntry[]) => this.#restore(entries),
    };
  }

  async begin(job: Job): Promise<void> {
    const { mode, keys, draft, bucket, openStorage } = this.#settings;
    await beingDeleted.get(this.name)?.catch(() => undefined);
    const store = new JobStore(await openStorage(), bucket, keys);
    const begun = await beginJob(store, mode, draft, job.definition);
    try {
      await this.#learn(job, store, begun);
    } catch (error) {
      await begun.lease.release();
      throw error;
    }
  }

  /** What was known of the job, before anything of it is sent. */
  async #learn(job: Job, store: JobStore, begun: Begun): Promise<void> {
    const { mode, keys, draft, log } = this.#settings;
    const seal = keys.seal(begun.manifest.run);
    const input = new InputStore(store, seal, job.definition.code, log);
    const earlier = mode === 'keyed' && begun.isContinued ? await EarlierInput.load(input) : undefined;
    const restorer = begun.isContinued ? await this.#restorer(job, store, begun, seal) : undefined;
    if (mode === 'resumed') this.#amend(job, begun);
    if (!begun.isContinued) await input.storeCode(draft.capsule);
    if (this.#state === 'closed') throw job.error(0, 'LITHOPS_CANCELLED', 'The executor was closed.');
    const reports = new ClientReports(store, seal, log);
    const keeper = this.#keeper(job, store, begun, seal);
    this.#running = { job, store, begun, seal, input, earlier, restorer, reports, keeper };
    this.#state = 'running';
  }

  #keeper(job: Job, store: JobStore, { lease }: Begun, seal: string): JobKeeper {
    const { intervalMs, log } = this.#settings;
    const end = (error: LithopsError) => (): void => {
      job.cancel('all', (index) => job.error(index, error.code, error.message));
    };
    return new JobKeeper({
      store,
      lease,
      seal,
      intervalMs,
      log,
      stopped: end(wasCancelled(this.name)),
      takenOver: end(wasTakenOver(this.name)),
    });
  }

  async #restorer(job: Job, store: JobStore, begun: Begun, seal: string): Promise<Restorer> {
    const { log } = this.#settings;
    return new Restorer(job, {
      store,
      ledger: await Ledger.load(store, seal, log),
      log,
      generation: begun.lease.generation,
      failedForGood: (index) => this.#failedForGood.add(index),
    });
  }

  /** Its program said how it is to be run; this one has nothing but the function. */
  #amend(job: Job, { manifest }: Begun): void {
    const { retries, ...options } = manifest.options;
    const retry = this.#settings.retryAs(retries);
    job.amend({ ...options, env: this.keys.decryptEnv(manifest), ...(retry && { retry }) });
  }

  async #restore(entries: readonly InputEntry[]): Promise<void> {
    const { restorer, begun, job } = this.#begun;
    for (const entry of entries) {
      const mayStillCome = this.#incomplete.has(entry.index) && begun.manifest.jobKey !== undefined;
      if ('failure' in entry && !mayStillCome) this.#failedForGood.add(entry.index);
    }
    if (restorer === undefined) return;
    job.queue.know(entries);
    await restorer.restore(entries);
  }

  attemptFailed(index: number, reason: unknown, cause: FailureCause, isFinal: boolean): void {
    const { job, reports } = this.#begun;
    if (isFinal) this.#failedForGood.add(index);
    if (isFinal) reports.failed(job, index, reason);
    else reports.attemptFailed(job, index, reason, cause === 'worker');
  }

  /** Work that was cancelled with this client is no end of the call. */
  workEnded(index: number): void {
    const { job, reports } = this.#begun;
    const end = job.table.end(index);
    if (end?.status === 'fulfilled') reports.fulfilled(job, index, end.value);
    if (end?.status !== 'rejected' || isLithopsError(end.reason, 'LITHOPS_CANCELLED')) return;
    this.#failedForGood.add(index);
    reports.failed(job, index, end.reason);
  }

  finished(): void {
    this.#finished.resolve();
  }

  handedOut(which: number | 'all'): void {
    if (this.#state !== 'running' || !this.#settings.deletesWhenRead) return;
    const { table } = this.#begun.job;
    if (which !== 'all') this.#handedOut.add(which);
    const isAll = which === 'all' || this.#handedOut.size === table.total;
    if (!isAll || !table.allSettled || table.failedCount > this.#failedForGood.size) return;
    this.#state = 'read';
    this.#settings.wasRead(this);
  }

  /** Deletes everything of the job. Others see at once that it is no more. */
  async clean(): Promise<void> {
    this.#state = 'read';
    const deleting = this.#delete();
    beingDeleted.set(this.name, deleting);
    try {
      await deleting;
    } finally {
      if (beingDeleted.get(this.name) === deleting) beingDeleted.delete(this.name);
    }
  }

  async #delete(): Promise<void> {
    const { store, begun, keeper, reports } = this.#begun;
    keeper.close();
    const manifest = { ...begun.manifest, state: 'read' } as const;
    await store.put(manifestKey(store.address), encodeManifest(manifest, this.keys));
    await Promise.all([this.#noWorkerWrites(), reports.flush(), this.#reader?.flush()]);
    await deleteJob(store, begun.lease);
  }

  /** What a worker writes after all was deleted would stay for ever; one that does not end is not waited for. */
  async #noWorkerWrites(): Promise<void> {
    const { signal } = this.#waited;
    const over = pause(FINISH_MS, undefined, { signal, ref: false }).catch(() => undefined);
    await Promise.race([this.#finished.promise, over]);
    this.#waited.abort();
  }

  /** Leaves the job to whoever continues it. */
  async close(): Promise<void> {
    const wasRunning = this.#state === 'running';
    if (this.#state !== 'read') this.#state = 'closed';
    if (!wasRunning) return;
    const { keeper, reports, begun } = this.#begun;
    keeper.close();
    await Promise.all([reports.flush(), this.#reader?.flush()]);
    await begun.lease.release();
  }
}
