import { isLithopsError } from '../errors/index.js';
import type { Logger } from '../log/index.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { type JobAddress, jobName, jobPrefix, jobsPrefix } from '../storage/key-layout.js';
import { inputKey, inputPrefix, numberOfKey, stopKey } from '../storage/persisted-keys.js';
import { isStopped, readManifest } from './begin-job.js';
import { jobNotFound } from './job-errors.js';
import { JobStore } from './job-store.js';
import { isAlive, lastHolder } from './lease.js';
import { inGroups, Ledger } from './ledger.js';
import { JobKeys, type Manifest } from './manifest.js';
import { encodeSealed } from './sealed-json.js';
import { decodeSegment } from './segment.js';
import type { UserSecret } from './user-secret.js';

/**
 * `running`: a program has it. `stopped`: its program is gone, and `resume` continues it. `complete`: all calls have ended,
 * and nobody has read all results. `cancelled`: nobody continues it.
 */
export type JobState = 'running' | 'stopped' | 'complete' | 'cancelled';

/** What the bucket tells of a persisted job. */
export interface JobInfo {
  /** `executor/job`. */
  readonly jobId: string;
  /** Empty for a function without a name. */
  readonly functionName: string;
  readonly jobKey: string | undefined;
  readonly created: Date;
  readonly state: JobState;
  /** Stored so far. */
  readonly calls: number;
  /** Whether the whole input is stored. */
  readonly isInputComplete: boolean;
  readonly done: number;
  readonly failed: number;
}

/** Every job below the prefix for jobs, whoever has begun it: one listing for each, however many objects it has. */
export async function* jobsIn(backend: StorageBackend, bucket: string): AsyncGenerator<JobAddress> {
  let startAfter: string | undefined;
  for (;;) {
    const key = await firstKey(backend, bucket, startAfter);
    if (key === undefined) return;
    const [folder = key, executorId, jobId] = /^lithops\.jobs\/([^/]+)\/([^/]+)\//.exec(key) ?? [];
    // Names below begin with a letter, and "~" sorts behind them.
    startAfter = `${folder}~`;
    if (executorId !== undefined && jobId !== undefined && /^[AMR]\d{4,}$/.test(jobId)) {
      const address = { executorId, jobId };
      startAfter = `${jobPrefix(address)}~`;
      yield address;
    }
  }
}

async function firstKey(
  backend: StorageBackend,
  bucket: string,
  startAfter: string | undefined,
): Promise<string | undefined> {
  for await (const [first] of backend.list(bucket, jobsPrefix, { startAfter })) return first?.key;
  return undefined;
}

/** One user's view of persisted jobs in a bucket: what another user has sealed is not there. */
export class JobInfos {
  readonly #backend: StorageBackend;
  readonly #bucket: string;
  readonly #secret: UserSecret;
  readonly #log: Logger;

  constructor(backend: StorageBackend, bucket: string, secret: UserSecret, log: Logger) {
    this.#backend = backend;
    this.#bucket = bucket;
    this.#secret = secret;
    this.#log = log;
  }

  /** Oldest first. */
  async all(): Promise<JobInfo[]> {
    const infos: JobInfo[] = [];
    for await (const address of jobsIn(this.#backend, this.#bucket)) {
      const store = this.#store(address);
      const manifest = await ownManifest(store);
      if (manifest !== undefined) infos.push(await this.#describe(store, manifest));
    }
    return infos.sort((a, b) => a.created.getTime() - b.created.getTime());
  }

  /** @throws {LithopsError} `LITHOPS_JOB_NOT_FOUND`, `LITHOPS_PERSIST_SECRET` */
  async one(address: JobAddress): Promise<JobInfo> {
    const store = this.#store(address);
    return await this.#describe(store, await openManifest(store));
  }

  /**
   * Writes down that the job is not to be run: a program that runs it stops at its next look, and nobody continues it.
   * @returns what the job was like before
   * @throws {LithopsError} `LITHOPS_JOB_NOT_FOUND`, `LITHOPS_PERSIST_SECRET`
   */
  async cancel(address: JobAddress): Promise<JobInfo> {
    const store = this.#store(address);
    const manifest = await openManifest(store);
    const before = await this.#describe(store, manifest);
    const order = encodeSealed({ cancelledEpochMs: Date.now() }, store.keys.seal(manifest.run));
    await store.put(stopKey(address), order);
    return before;
  }

  #store(address: JobAddress): JobStore {
    return new JobStore(this.#backend, this.#bucket, new JobKeys(this.#secret, address));
  }

  async #describe(store: JobStore, manifest: Manifest): Promise<JobInfo> {
    const seal = store.keys.seal(manifest.run);
    const input = await countInput(store, seal);
    const ended = await countEnded(await Ledger.load(store, seal, this.#log));
    const { holder } = await lastHolder(store);
    const isComplete = input.isComplete && ended.done + ended.failed >= input.calls;
    const state = (await isStopped(store, manifest))
      ? 'cancelled'
      : isComplete
        ? 'complete'
        : holder !== undefined && isAlive(holder)
          ? 'running'
          : 'stopped';
    return {
      jobId: jobName(store.address),
      functionName: manifest.functionName,
      jobKey: manifest.jobKey,
      created: new Date(manifest.createdEpochMs),
      state,
      calls: input.calls,
      isInputComplete: input.isComplete,
      ...ended,
    };
  }
}

/** `undefined`: none, somebody else's, or one whose results were read. */
async function ownManifest(store: JobStore): Promise<Manifest | undefined> {
  try {
    const manifest = await readManifest(store);
    return manifest?.state === 'open' ? manifest : undefined;
  } catch (error) {
    if (isLithopsError(error, 'LITHOPS_PERSIST_SECRET')) return undefined;
    throw error;
  }
}

async function openManifest(store: JobStore): Promise<Manifest> {
  const manifest = await readManifest(store);
  if (manifest?.state === 'open') return manifest;
  throw jobNotFound(jobName(store.address));
}

async function countInput(
  store: JobStore,
  seal: string,
): Promise<{ readonly calls: number; readonly isComplete: boolean }> {
  const indexes = new Set<number>();
  let isComplete = false;
  for (const key of await store.list(inputPrefix(store.address))) {
    const number = numberOfKey(key);
    const bytes = number === undefined ? undefined : await store.find(inputKey(store.address, number));
    if (bytes === undefined || number === undefined) continue;
    const segment = decodeOrNothing(bytes, number, seal);
    for (const { index } of segment?.items ?? []) indexes.add(index);
    isComplete ||= segment?.done === true;
  }
  return { calls: indexes.size, isComplete };
}

function decodeOrNothing(bytes: Uint8Array<ArrayBuffer>, number: number, seal: string) {
  try {
    return decodeSegment(bytes, number, seal);
  } catch (error) {
    if (isLithopsError(error, 'LITHOPS_PROTOCOL')) return undefined;
    throw error;
  }
}

async function countEnded(ledger: Ledger): Promise<{ readonly done: number; readonly failed: number }> {
  let done = 0;
  let failed = 0;
  await inGroups([...ledger.calls], async (index) => {
    const end = await ledger.end(index);
    const told = end === undefined ? await ledger.outcomes(index) : [end];
    if (told.some(({ outcome }) => outcome.kind === 'value')) done++;
    else if (end !== undefined) failed++;
  });
  return { done, failed };
}
