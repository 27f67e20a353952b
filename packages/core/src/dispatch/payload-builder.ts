import { LithopsError } from '../errors/lithops-error.js';
import type { WaitingCall } from '../job/call-queue.js';
import type { InputEntry } from '../job/input.js';
import type { Job } from '../job/job.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { dataKey, functionKey } from '../storage/key-layout.js';
import { jobCodeKey } from '../storage/persisted-keys.js';
import {
  type ActivationPayload,
  type ChunkData,
  type CodeReference,
  encodePayload,
  encodeReference,
  encodeStoredPayload,
  type ReportRoute,
  type StorageReference,
  seal,
} from '../wire/index.js';
import { START_GRACE_MS } from './deadline.js';

/** Code up to this size travels in each payload; larger code is put into storage once. */
const INLINE_CODE_BYTES = 256 * 1024;

export interface BuilderSettings {
  readonly storage: StorageReference;
  readonly report: ReportRoute;
  readonly sealKey: string;
  readonly maxPayloadBytes: number;
  readonly maxReplyBytes: number;
  /** Of one item; `undefined`: no limit. */
  readonly dataLimitBytes: number | undefined;
  /** Workers have the function of their job with them. @default false */
  readonly hasFunctions?: boolean | undefined;
  openStorage(): Promise<StorageBackend>;
}

/** Calls that go into one activation, encoded. */
export interface Chunk {
  readonly activationId: string;
  readonly indexes: readonly number[];
  readonly attempts: readonly number[];
  readonly body: Uint8Array<ArrayBuffer>;
}

interface EncodedChunk {
  readonly indexes: readonly number[];
  readonly attempts: readonly number[];
  readonly data: ChunkData;
  readonly code: readonly CodeReference[];
}

/** Payloads that one client may store: those of one that takes the job over never overwrite them. */
const SEGMENTS_PER_CLIENT = 1_000_000;

/** Makes the bodies of activations. Items that cannot travel fail their own calls; the others go. */
export class PayloadBuilder {
  readonly #settings: BuilderSettings;
  readonly #storedCode = new Map<string, Promise<string>>();
  /** Counted per job: what is submitted together reads segments that follow each other. */
  readonly #segments = new WeakMap<Job, number>();

  constructor(settings: BuilderSettings) {
    this.#settings = settings;
  }

  /** One that a request can carry. `undefined` when no item could travel. */
  async build(
    job: Job,
    activationId: string,
    calls: readonly WaitingCall[],
    attempts: readonly number[],
  ): Promise<Chunk | undefined> {
    const plain = await this.#make(job, activationId, calls, attempts);
    if (plain === undefined) return undefined;
    const made = withTimeToBegin(plain);
    const { indexes, attempts: kept } = made;
    const body = encodePayload(made);
    const fits = body.byteLength <= this.#settings.maxPayloadBytes;
    return {
      activationId,
      indexes,
      attempts: kept,
      body: fits ? body : await this.#reference(job, encodeStoredPayload(made)),
    };
  }

  /** One that is stored anyway, and so may have any size. `undefined` when no item could travel. */
  async buildWhole(
    job: Job,
    activationId: string,
    calls: readonly WaitingCall[],
    attempts: readonly number[],
  ): Promise<Chunk | undefined> {
    const made = await this.#make(job, activationId, calls, attempts);
    if (made === undefined) return undefined;
    const { indexes, attempts: kept } = made;
    return { activationId, indexes, attempts: kept, body: encodeStoredPayload(made) };
  }

  async #make(
    job: Job,
    activationId: string,
    calls: readonly WaitingCall[],
    attempts: readonly number[],
  ): Promise<ActivationPayload | undefined> {
    const encoded = this.#encodeItems(job, calls, attempts);
    return encoded === undefined ? undefined : await this.#payload(job, activationId, encoded);
  }

  /** Puts a payload into storage and gives its segment, for backends that take a whole job. */
  async store(job: Job, payload: Uint8Array): Promise<number> {
    const segment = this.#segments.get(job) ?? firstSegment(job);
    this.#segments.set(job, segment + 1);
    const storage = await this.#settings.openStorage();
    const { executorId, id: jobId } = job.definition;
    await storage.put(
      this.#settings.storage.bucket,
      dataKey({ executorId, jobId }, segment),
      seal(payload, this.#sealOf(job)),
    );
    return segment;
  }

  referenceTo(job: Job, firstSegment: number): Uint8Array<ArrayBuffer> {
    const { executorId, id: jobId } = job.definition;
    return encodeReference({
      executorId,
      jobId,
      firstSegment,
      seal: this.#sealOf(job),
      storage: this.#settings.storage,
    });
  }

  async #reference(job: Job, payload: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    return this.referenceTo(job, await this.store(job, payload));
  }

  async #payload(job: Job, activationId: string, encoded: EncodedChunk): Promise<ActivationPayload> {
    const {
      executorId,
      id: jobId,
      capsule,
      entry,
      extraCode,
      itemKind,
      timeoutMs,
      env,
      persistence,
    } = job.definition;
    const { maxReplyBytes, storage } = this.#settings;
    const { report, hasFunctions } = this.#settings;
    const own = hasFunctions === true ? { hash: capsule.hash } : capsule;
    const parts = [own, ...extraCode, ...encoded.code];
    const code = await Promise.all(parts.map((part) => this.#place(job, part)));
    const { indexes, attempts, data } = encoded;
    return {
      executorId,
      jobId,
      activationId,
      indexes,
      attempts,
      code,
      entry,
      data,
      itemKind,
      timeoutMs,
      maxReplyBytes,
      env,
      report: report.to === 'reply' ? report : { ...report, seal: this.#sealOf(job) },
      persistSeal: persistence?.seal,
      storage,
    };
  }

  #sealOf(job: Job): string {
    return job.definition.persistence?.seal ?? this.#settings.sealKey;
  }

  /** Inline while small, else in storage, put there once. */
  async #place(job: Job, { hash, bytes, key }: CodeReference): Promise<CodeReference> {
    if (bytes === undefined || bytes.byteLength <= INLINE_CODE_BYTES) return { hash, bytes, key };
    const { executorId, id: jobId, persistence } = job.definition;
    // What goes with a job is put there for each run of it.
    const name = `${hash} ${persistence?.seal ?? ''}`;
    const place =
      persistence === undefined ? functionKey(executorId, hash) : jobCodeKey({ executorId, jobId }, hash);
    const known = this.#storedCode.get(name);
    const placed = known ?? this.#putCode(place, bytes);
    this.#storedCode.set(name, placed);
    try {
      return { hash, key: await placed };
    } catch (error) {
      this.#storedCode.delete(name);
      throw error;
    }
  }

  async #putCode(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const storage = await this.#settings.openStorage();
    await storage.put(this.#settings.storage.bucket, key, bytes);
    return key;
  }

  #encodeItems(
    job: Job,
    calls: readonly WaitingCall[],
    attempts: readonly number[],
  ): EncodedChunk | undefined {
    const together = calls.every(({ entry }) => 'item' in entry)
      ? this.#encodeTogether(job, calls, attempts)
      : undefined;
    const encoded = together ?? this.#encodeEach(job, calls, attempts);
    return encoded.indexes.length === 0 ? undefined : encoded;
  }

  /** One encoding for the whole chunk; `undefined` when it has to be looked at item by item. */
  #encodeTogether(
    job: Job,
    calls: readonly WaitingCall[],
    attempts: readonly number[],
  ): EncodedChunk | undefined {
    const items = calls.map(({ entry }) => ('item' in entry ? entry.item : undefined));
    const { bytes, capsules, failures } = job.definition.code.encode(items, { path: () => 'item' });
    const limit = this.#settings.dataLimitBytes ?? Number.POSITIVE_INFINITY;
    if (failures.size > 0 || bytes.byteLength > limit) return undefined;
    return {
      indexes: calls.map(({ entry }) => entry.index),
      attempts,
      data: { form: 'chunk', bytes },
      code: capsules,
    };
  }

  #encodeEach(job: Job, calls: readonly WaitingCall[], attempts: readonly number[]): EncodedChunk {
    const indexes: number[] = [];
    const kept: number[] = [];
    const items: Uint8Array<ArrayBuffer>[] = [];
    const code = new Map<string, CodeReference>();
    for (const [position, { entry }] of calls.entries()) {
      const { bytes, capsules, failure } = this.#encodeOne(job, entry);
      if (failure !== undefined) {
        job.reject(entry.index, failure);
        continue;
      }
      for (const capsule of capsules) code.set(capsule.hash, capsule);
      indexes.push(entry.index);
      kept.push(attempts[position] ?? 1);
      items.push(bytes);
    }
    return { indexes, attempts: kept, data: { form: 'each', items }, code: [...code.values()] };
  }

  #encodeOne(
    job: Job,
    entry: InputEntry,
  ): { bytes: Uint8Array<ArrayBuffer>; capsules: readonly CodeReference[]; failure?: Error | undefined } {
    if ('encoded' in entry) {
      const { encoded, code = [], index } = entry;
      return { bytes: encoded, capsules: code, failure: this.#tooLarge(index, encoded.byteLength) };
    }
    const item = 'item' in entry ? entry.item : undefined;
    const { bytes, capsules, failures } = job.definition.code.encode([item], { path: () => 'item' });
    return { bytes, capsules, failure: failures.get(0) ?? this.#tooLarge(entry.index, bytes.byteLength) };
  }

  #tooLarge(index: number, sizeBytes: number): LithopsError | undefined {
    const { dataLimitBytes } = this.#settings;
    if (dataLimitBytes === undefined || sizeBytes <= dataLimitBytes) return undefined;
    return new LithopsError({
      code: 'LITHOPS_ITEM_TOO_LARGE',
      message:
        `Expected items of at most ${dataLimitBytes} bytes (lithops.data_limit), got ${sizeBytes} bytes in item ${index}. ` +
        'Put it in storage and pass a CloudObject, or raise data_limit.',
    });
  }
}

function firstSegment({ definition: { persistence } }: Job): number {
  return persistence === undefined ? 0 : (persistence.generation - 1) * SEGMENTS_PER_CLIENT;
}

/** Its client gives up who is silent for too long: who begins late must say so, and by then the news must have come. */
function withTimeToBegin(payload: ActivationPayload): ActivationPayload {
  const { report } = payload;
  if (report.to === 'reply') return payload;
  return { ...payload, report: { ...report, lateEpochMs: Date.now() + START_GRACE_MS / 2 } };
}
