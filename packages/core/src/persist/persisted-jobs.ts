import type { Capsule } from '@lithops/closure';
import { capsuleParts } from '@lithops/closure/capture';
import type { RetryPolicy } from '../dispatch/retry-policy.js';
import type { InputReader } from '../job/input.js';
import type { JobPersistence } from '../job/persistence.js';
import type { Logger } from '../log/index.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { formatJobId, type JobAddress, jobName } from '../storage/key-layout.js';
import { messageOf } from '../util/thrown.js';
import { type BeginMode, deleteJob, readManifest } from './begin-job.js';
import { jobNotFound } from './job-errors.js';
import { JobStore } from './job-store.js';
import { Lease } from './lease.js';
import { JobKeys, type StoredRetries } from './manifest.js';
import { PersistedJob } from './persisted-job.js';
import { UserSecret } from './user-secret.js';

export interface PersistedJobsSettings {
  readonly bucket: string;
  readonly intervalMs: number | undefined;
  readonly log: Logger;
  /** `data_cleaner`. */
  readonly deletesWhenRead: boolean;
  openStorage(): Promise<StorageBackend>;
  /** Begins to delete a job whose results were read. */
  clean(work: () => Promise<void>): void;
}

/** What a job is persisted from. */
export interface PersistRequest {
  readonly kind: 'A' | 'M' | 'R';
  readonly functionName: string;
  readonly capsule: Capsule;
  readonly retries: StoredRetries;
  readonly jobKey: string | undefined;
  /** The job's own address, unless it has a key. */
  readonly address: JobAddress;
  /** `undefined`: it was stored, and the job is resumed. */
  readonly source: InputReader | undefined;
  retryAs?(stored: StoredRetries): RetryPolicy | undefined;
}

/** How a job that is persisted differs from one that is not. */
export interface PersistedParts {
  readonly address: JobAddress;
  readonly reader: InputReader;
  readonly persistence: JobPersistence;
}

const KEY_DIGITS = 10;

/** The jobs of one executor that outlive it. */
export class PersistedJobs {
  readonly #settings: PersistedJobsSettings;
  readonly #open = new Set<PersistedJob>();

  constructor(settings: PersistedJobsSettings) {
    this.#settings = settings;
  }

  /** @throws {LithopsError} `LITHOPS_PERSIST_SECRET` */
  add(request: PersistRequest): PersistedParts {
    const { source, capsule, functionName, retries, jobKey } = request;
    const secret = UserSecret.read();
    const address = jobKey === undefined ? request.address : this.#addressOf(secret, jobKey, request.kind);
    const { bucket, intervalMs, log, openStorage } = this.#settings;
    const job = new PersistedJob({
      mode: modeOf(request),
      keys: new JobKeys(secret, address),
      draft: { functionName, capsule, parts: capsuleParts(capsule), jobKey, retries },
      bucket,
      intervalMs,
      log,
      openStorage,
      deletesWhenRead: this.#settings.deletesWhenRead,
      retryAs: request.retryAs ?? (() => undefined),
      wasRead: (read) => this.#clean(read),
    });
    this.#open.add(job);
    const reader = source === undefined ? job.stored() : job.storing(source);
    return { address, reader, persistence: job };
  }

  /** The same key of the same user is the same job. Its number is large, so that no other job has it. */
  #addressOf(secret: UserSecret, jobKey: string, kind: PersistRequest['kind']): JobAddress {
    const digest = Buffer.from(secret.derive('job key', jobKey), 'base64url');
    const number = 1 + (digest.readUIntBE(0, 6) % (10 ** KEY_DIGITS - 1));
    const name = digest.subarray(6).readBigUInt64BE().toString(36).padStart(13, '0');
    return { executorId: `${secret.userHash}-k${name}`, jobId: formatJobId(kind, number) };
  }

  #clean(job: PersistedJob): void {
    this.#open.delete(job);
    this.#settings.clean(() => job.clean());
  }

  /** Deletes a job, whoever has begun it. @throws {LithopsError} `LITHOPS_JOB_NOT_FOUND`, `LITHOPS_JOB_RUNNING` */
  async clean(address: JobAddress): Promise<void> {
    const name = jobName(address);
    const own = [...this.#open].find((job) => job.name === name && job.isRunning);
    if (own !== undefined) {
      this.#open.delete(own);
      await own.clean();
      return;
    }
    const { bucket, openStorage } = this.#settings;
    const store = new JobStore(await openStorage(), bucket, new JobKeys(UserSecret.read(), address));
    if ((await readManifest(store)) === undefined) throw jobNotFound(name);
    await deleteJob(store, await Lease.claim(store));
  }

  /** Those whose results nobody has read yet. */
  get unread(): readonly JobAddress[] {
    return [...this.#open].map(({ keys }) => keys.address);
  }

  /** Leaves them to whoever continues them. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map((job) => this.#leave(job)));
  }

  /** What is not written now is a call that runs again, or a minute's wait for the next client: no reason not to close. */
  async #leave(job: PersistedJob): Promise<void> {
    try {
      await job.close();
    } catch (error) {
      this.#settings.log.warn(`Job ${job.name} was not left in order: ${messageOf(error)}`);
    }
  }
}

function modeOf({ source, jobKey }: PersistRequest): BeginMode {
  if (source === undefined) return 'resumed';
  return jobKey === undefined ? 'new' : 'keyed';
}
