import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { isLithopsError, LithopsError } from '../errors/index.js';
import { jobName } from '../storage/key-layout.js';
import { controlPrefix, leaseKey, numberOfKey } from '../storage/persisted-keys.js';
import { processWide } from '../util/process-wide.js';
import type { JobStore } from './job-store.js';
import { decodeSealed, encodeSealed } from './sealed-json.js';

/** A client that has said nothing for so long is gone, milliseconds. */
const STALE_MS = 60_000;

/** Leases that this process holds. */
const held = processWide('leases', () => new Set<string>());

/** Who runs a job, as it is written down. */
export interface Holder {
  readonly generation: number;
  readonly host: string;
  readonly pid: number;
  /** Tells two holders in one process apart. */
  readonly instance: string;
  readonly renewedEpochMs: number;
  readonly released: boolean;
}

/**
 * The right to run a job. Each client that takes it over writes the next generation, and the store lets one win. Whether
 * the last one still lives is known at once on its own machine, elsewhere by how long it has been silent.
 */
export class Lease {
  readonly generation: number;
  readonly #store: JobStore;
  readonly #instance: string;

  private constructor(store: JobStore, generation: number, instance: string) {
    this.#store = store;
    this.generation = generation;
    this.#instance = instance;
  }

  /** @throws {LithopsError} `LITHOPS_JOB_RUNNING` when another client has the job. */
  static async claim(store: JobStore): Promise<Lease> {
    const last = await lastHolder(store);
    if (last.holder !== undefined && isAlive(last.holder)) throw running(store, last.holder);
    const instance = randomBytes(8).toString('hex');
    const lease = new Lease(store, last.generation + 1, instance);
    held.add(instance);
    try {
      await store.put(lease.key, lease.#content(false), { ifNoneMatch: true });
      return lease;
    } catch (error) {
      held.delete(instance);
      if (isLithopsError(error, 'LITHOPS_OBJECT_EXISTS')) throw running(store, undefined);
      throw error;
    }
  }

  /** Where it is written. */
  get key(): string {
    return leaseKey(this.#store.address, this.generation);
  }

  #content(released: boolean): Uint8Array<ArrayBuffer> {
    const holder: Holder = {
      generation: this.generation,
      host: hostname(),
      pid: process.pid,
      instance: this.#instance,
      renewedEpochMs: Date.now(),
      released,
    };
    return encodeSealed(holder, this.#store.keys.manifest);
  }

  /** Says that this client still lives. */
  renew(): Promise<void> {
    return this.#store.put(this.key, this.#content(false));
  }

  /** Lets others have the job at once. */
  async release(): Promise<void> {
    if (!held.delete(this.#instance)) return;
    await this.#store.put(this.key, this.#content(true));
  }
}

/** The highest generation, and who has it; nobody when it was not written by this user. */
export async function lastHolder(
  store: JobStore,
): Promise<{ readonly generation: number; readonly holder: Holder | undefined }> {
  const keys = (await store.list(controlPrefix(store.address))).filter((key) => /\/lease\.\d+$/.test(key));
  const key = keys.at(-1);
  if (key === undefined) return { generation: 0, holder: undefined };
  const bytes = await store.find(key);
  const content = bytes && decodeSealed(bytes, store.keys.manifest);
  return {
    generation: numberOfKey(key) ?? 0,
    holder: content !== undefined && isHolder(content) ? content : undefined,
  };
}

function isHolder(content: object): content is Holder {
  return 'pid' in content && 'host' in content && 'instance' in content && 'renewedEpochMs' in content;
}

export function isAlive({ released, host, pid, instance, renewedEpochMs }: Holder): boolean {
  if (released) return false;
  if (host === hostname() && !isProcess(pid, instance)) return false;
  return Date.now() - renewedEpochMs < STALE_MS;
}

function isProcess(pid: number, instance: string): boolean {
  if (pid === process.pid) return held.has(instance);
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'; // it lives, as somebody else's
  }
}

function running({ address }: JobStore, holder: Holder | undefined): LithopsError {
  const who = holder === undefined ? 'another client' : `process ${holder.pid} on ${holder.host}`;
  return new LithopsError({
    code: 'LITHOPS_JOB_RUNNING',
    message: `Expected job ${jobName(address)} to be run by nobody, got one that ${who} runs. Wait for it, or end it first (\`lithops job cancel ${jobName(address)}\`).`,
    isRetryable: true,
  });
}
