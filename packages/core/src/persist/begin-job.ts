import { setTimeout as pause } from 'node:timers/promises';
import { isLithopsError } from '../errors/index.js';
import type { JobDefinition } from '../job/job-definition.js';
import { cleanJob } from '../storage/job-cleaner.js';
import { jobName, manifestKey } from '../storage/key-layout.js';
import { controlPrefix, stopKey } from '../storage/persisted-keys.js';
import { functionDiffers, jobNotFound, wasCancelled } from './job-errors.js';
import type { JobStore } from './job-store.js';
import { isAlive, Lease, lastHolder } from './lease.js';
import {
  decodeManifest,
  encodeManifest,
  type Manifest,
  type ManifestDraft,
  newManifest,
} from './manifest.js';
import { decodeSealed } from './sealed-json.js';

/** `new`: under an id of its own. `keyed`: continues what has the key, else begins it. `resumed`: continues or fails. */
export type BeginMode = 'new' | 'keyed' | 'resumed';

export interface Begun {
  readonly manifest: Manifest;
  readonly lease: Lease;
  /** An earlier client had begun it. */
  readonly isContinued: boolean;
}

const POLL_MS = 50;
/** How long the same key waits for what is left of the job that had it, milliseconds. */
const PATIENCE_MS = 15_000;

/**
 * Makes this client the one that runs the job.
 * @throws {LithopsError} `LITHOPS_JOB_NOT_FOUND`, `LITHOPS_JOB_RUNNING`, `LITHOPS_JOB_MISMATCH`, `LITHOPS_JOB_KEY_CONFLICT`,
 * `LITHOPS_CANCELLED`, `LITHOPS_PERSIST_SECRET`
 */
export async function beginJob(
  store: JobStore,
  mode: BeginMode,
  draft: ManifestDraft,
  definition: JobDefinition,
): Promise<Begun> {
  const deadlineMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = mode === 'new' ? undefined : await readManifest(store);
    if (mode === 'resumed' && found?.state !== 'open') throw jobNotFound(jobName(store.address));
    const begun =
      found === undefined
        ? await begin(store, mode, draft, definition, deadlineMs)
        : found.state === 'open'
          ? await takeOver(store, found, draft)
          : await cleanRest(store);
    if (begun !== undefined) return begun;
    if (Date.now() > deadlineMs) throw await claimError(store);
    await pause(POLL_MS);
  }
}

/** `undefined`: there is none. */
export async function readManifest(store: JobStore): Promise<Manifest | undefined> {
  const bytes = await store.find(manifestKey(store.address));
  return bytes && decodeManifest(bytes, store.keys);
}

/** `undefined`: somebody was quicker. */
async function begin(
  store: JobStore,
  mode: BeginMode,
  draft: ManifestDraft,
  definition: JobDefinition,
  deadlineMs: number,
): Promise<Begun | undefined> {
  const manifest = newManifest(store.keys, draft, definition);
  try {
    await store.put(manifestKey(store.address), encodeManifest(manifest, store.keys), { ifNoneMatch: true });
  } catch (error) {
    if (isLithopsError(error, 'LITHOPS_OBJECT_EXISTS')) return undefined;
    throw error;
  }
  const lease = await claimPatiently(store, deadlineMs);
  if (mode === 'keyed') await cleanAround(store);
  return { manifest, lease, isContinued: false };
}

/** Whoever cleans the job that had the key may hold its lease a moment longer than its manifest. */
async function claimPatiently(store: JobStore, deadlineMs: number): Promise<Lease> {
  for (;;) {
    try {
      return await Lease.claim(store);
    } catch (error) {
      if (!isLithopsError(error, 'LITHOPS_JOB_RUNNING') || Date.now() > deadlineMs) throw error;
      await pause(POLL_MS);
    }
  }
}

/** What an earlier job of the same key has left says nothing any more, and must not be in the way. */
async function cleanAround(store: JobStore): Promise<void> {
  const kept = [manifestKey(store.address), controlPrefix(store.address)];
  const isKept = (key: string): boolean => kept.some((prefix) => key.startsWith(prefix));
  await cleanJob({ storage: store.backend, bucket: store.bucket }, store.address, isKept);
  await store.backend.delete(store.bucket, stopKey(store.address));
}

/** `undefined`: it was cleaned meanwhile. */
async function takeOver(store: JobStore, found: Manifest, draft: ManifestDraft): Promise<Begun | undefined> {
  const name = jobName(store.address);
  if (found.functionHash !== draft.capsule.hash) {
    const difference = { functionName: found.functionName, stored: found.parts, given: draft.parts };
    throw functionDiffers(name, draft.jobKey, difference);
  }
  if (await isStopped(store, found)) throw wasCancelled(name);
  const lease = await Lease.claim(store);
  const manifest = await readManifest(store);
  if (manifest?.run === found.run && manifest.state === 'open') return { manifest, lease, isContinued: true };
  await lease.release();
  return undefined;
}

/** Was the job cancelled, by somebody who has the key? */
export async function isStopped(store: JobStore, manifest: Manifest): Promise<boolean> {
  const bytes = await store.find(stopKey(store.address));
  return bytes !== undefined && decodeSealed(bytes, store.keys.seal(manifest.run)) !== undefined;
}

/** Its results were read, and its client may have died before all was deleted. */
async function cleanRest(store: JobStore): Promise<undefined> {
  const { holder } = await lastHolder(store);
  if (holder !== undefined && isAlive(holder)) return;
  const lease = await Lease.claim(store);
  await deleteJob(store, lease);
}

/** Everything of a job but the right to run it first, then its manifest: who comes next finds all of it or nothing. */
export async function deleteJob(store: JobStore, lease: Lease): Promise<void> {
  const { backend, bucket, address } = store;
  await cleanAround(store);
  await backend.delete(bucket, manifestKey(address));
  await lease.release();
  const leases = await store.list(controlPrefix(address));
  // A job of the same key that begins now has written a later one.
  const own = leases.filter((key) => /\/lease\.\d+$/.test(key) && key <= lease.key);
  if (own.length > 0) await backend.deleteMany(bucket, own);
}

async function claimError(store: JobStore): Promise<unknown> {
  try {
    await (await Lease.claim(store)).release();
  } catch (error) {
    return error;
  }
  return jobNotFound(jobName(store.address));
}
