import { randomBytes } from 'node:crypto';
import type { CapsuleData, CapsuleParts } from '@lithops/closure';
import { DEFAULT_LOST_WORKERS } from '../dispatch/retry-policy.js';
import { LithopsError } from '../errors/index.js';
import type { RetryOptions } from '../executor/options.js';
import type { JobDefinition } from '../job/job-definition.js';
import { type JobAddress, jobName } from '../storage/key-layout.js';
import { type ItemKind, isRecord } from '../wire/index.js';
import { decodeSealed, encodeSealed } from './sealed-json.js';
import { SECRET_VARIABLE, type UserSecret } from './user-secret.js';

const FORMAT = 1;

/** Numbers of a retry policy; its functions are the program's own and come with it. */
export interface StoredRetries {
  readonly limit: number;
  readonly lostWorkers: number;
  readonly delayMs: number;
}

/** The numbers of a policy. Functions count as what is used where nothing is said. */
export function storedRetries(retries: RetryOptions | number | undefined): StoredRetries {
  if (retries === undefined) return { limit: 0, lostWorkers: DEFAULT_LOST_WORKERS, delayMs: 0 };
  if (typeof retries === 'number') return { limit: retries, lostWorkers: retries, delayMs: 0 };
  const { limit, lostWorkers = limit, delayMs } = retries;
  return { limit, lostWorkers, delayMs: typeof delayMs === 'number' ? delayMs : 0 };
}

/** What decides how a job's calls are run. */
export interface StoredOptions {
  readonly timeoutMs: number;
  readonly runtimeMemoryMb?: number | undefined;
  readonly chunkSize?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly stopAfterFailures?: number | undefined;
  readonly retries: StoredRetries;
  readonly itemKind: ItemKind;
}

/** What a persisted job is: with the function, enough to continue it. */
export interface Manifest {
  readonly format: number;
  readonly executorId: string;
  readonly jobId: string;
  /** Tells jobs apart that had the same key one after the other. */
  readonly run: string;
  readonly functionName: string;
  /** SHA-256 of the capsule. */
  readonly functionHash: string;
  readonly parts: CapsuleParts;
  readonly createdEpochMs: number;
  readonly jobKey?: string | undefined;
  readonly options: StoredOptions;
  /** `extraEnv`, encrypted: it may hold secrets. */
  readonly env?: string | undefined;
  /** `read`: somebody has the results, and what is left of the job is being deleted. */
  readonly state: 'open' | 'read';
}

/** The keys of one job, all derived from the user's secret. */
export class JobKeys {
  readonly address: JobAddress;
  /** Signs the manifest, and who runs the job. */
  readonly manifest: string;
  readonly #secret: UserSecret;

  constructor(secret: UserSecret, address: JobAddress) {
    this.address = address;
    this.#secret = secret;
    this.manifest = secret.derive('manifest', jobName(address));
  }

  /** Seals input, reports and the order to stop: of this run of the job and no other. */
  seal(run: string): string {
    return this.#secret.derive('seal', jobName(this.address), run);
  }

  encryptEnv(env: Readonly<Record<string, string>>, run: string): string {
    return this.#secret.encrypt(JSON.stringify(env), 'env', jobName(this.address), run);
  }

  decryptEnv({ env, run }: Manifest): Readonly<Record<string, string>> {
    if (env === undefined) return {};
    const parsed: unknown = JSON.parse(this.#secret.decrypt(env, 'env', jobName(this.address), run));
    return isRecord(parsed) ? Object.fromEntries(Object.entries(parsed).map(([k, v]) => [k, String(v)])) : {};
  }
}

/** What there is to tell about a job before it is made. */
export interface ManifestDraft {
  readonly functionName: string;
  readonly capsule: CapsuleData;
  readonly parts: CapsuleParts;
  readonly jobKey: string | undefined;
  readonly retries: StoredRetries;
}

export function newManifest(keys: JobKeys, draft: ManifestDraft, definition: JobDefinition): Manifest {
  const { timeoutMs, runtimeMemoryMb, chunkSize, concurrency, stopAfterFailures, itemKind, env } = definition;
  const run = randomBytes(9).toString('base64url');
  return {
    format: FORMAT,
    executorId: keys.address.executorId,
    jobId: keys.address.jobId,
    run,
    functionName: draft.functionName,
    functionHash: draft.capsule.hash,
    parts: draft.parts,
    createdEpochMs: Date.now(),
    jobKey: draft.jobKey,
    options: {
      timeoutMs,
      runtimeMemoryMb,
      chunkSize,
      concurrency,
      stopAfterFailures,
      retries: draft.retries,
      itemKind,
    },
    env: Object.keys(env).length === 0 ? undefined : keys.encryptEnv(env, run),
    state: 'open',
  };
}

/** Readable JSON, signed. */
export function encodeManifest(manifest: Manifest, keys: JobKeys): Uint8Array<ArrayBuffer> {
  // What is undefined is not in the JSON that is read again, so it must not be in what is signed.
  return encodeSealed(JSON.parse(JSON.stringify(manifest)), keys.manifest);
}

/** @throws {LithopsError} `LITHOPS_PERSIST_SECRET` when it was not written by this user; `LITHOPS_PROTOCOL` for a later format. */
export function decodeManifest(bytes: Uint8Array, keys: JobKeys): Manifest {
  const content = decodeSealed(bytes, keys.manifest);
  const name = jobName(keys.address);
  if (content === undefined) throw notOurs(name);
  if (content['format'] !== FORMAT || !isManifest(content)) throw otherFormat(name, content['format']);
  return content;
}

/** Whoever has the key made it, so its parts are as they were written. */
function isManifest(content: object): content is Manifest {
  return 'run' in content && 'functionHash' in content && 'options' in content && 'parts' in content;
}

function notOurs(name: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_PERSIST_SECRET',
    message:
      `Expected job ${name} to be sealed with this user's key, got one that is sealed with another. ` +
      `On another machine, set ${SECRET_VARIABLE} to the content of ~/.lithops/persist.key of the machine that began the job.`,
  });
}

function otherFormat(name: string, format: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_PROTOCOL',
    message: `Expected job ${name} in format ${FORMAT}, got format ${String(format)}. Continue it with the version of @lithops/core that began it.`,
  });
}
