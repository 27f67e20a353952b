import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { isLithopsError } from '@lithops/core';
import { type Configuration, localBucket } from '@lithops/core/config';
import type { DoctorFinding, StorageBackend } from '@lithops/core/spec';
import { commandName } from '../command-name.js';
import { configuredBucket, neededBucket, withStore } from '../open-store.js';
import { shellQuoted } from '../shell-quote.js';
import type { ConfiguredCheck } from './check.js';
import { findingOf } from './finding-of.js';
import { mendCommand } from './mend-command.js';

/** Can the store be reached, is its bucket there, and does what is put come back? */
export const storageCheck: ConfiguredCheck = {
  name: 'storage',
  limitMs: 30_000,
  run: ({ configuration }, signal) =>
    withStore(configuration, async (store) => {
      const own = (await store.doctor?.(signal, configuredBucket(configuration))) ?? [];
      if (own.some(({ level }) => level === 'problem')) return own;
      if (configuredBucket(configuration) === undefined) return [...own, noBucket];
      return [...own, await lookAtBucket(store, configuration)];
    }),
};

async function lookAtBucket(store: StorageBackend, configuration: Configuration): Promise<DoctorFinding> {
  const bucket = neededBucket(configuration);
  try {
    if (localBucket(configuration.storage.plugin) === bucket) await store.createBucket(bucket);
    return (await store.bucketExists(bucket)) ? await roundTrip(store, bucket) : missingBucket(bucket);
  } catch (error) {
    // No store has such a bucket: the configuration is wrong, not the store.
    if (!isLithopsError(error, 'LITHOPS_INVALID_ARGUMENT')) throw error;
    return { ...findingOf(error), fix: withoutBucket(configuration) };
  }
}

/** The command that takes the bucket out of where it was set. */
function withoutBucket({ sources, storage }: Configuration): string | undefined {
  const keys = [`${storage.plugin.name}.storage_bucket`, 'lithops.storage_bucket'];
  const at = keys.find((key) => sources[key] !== undefined);
  const origin = at === undefined ? undefined : sources[at];
  return at && origin && mendCommand({ kind: 'unset', origin, at });
}

/** Small jobs need none where the backend replies, so this is no problem yet. */
const noBucket: DoctorFinding = {
  level: 'warning',
  message: 'expected a bucket for what is too large for a payload, got none configured',
  fix: `${commandName()} config set lithops.storage_bucket BUCKET`,
};

function missingBucket(bucket: string): DoctorFinding {
  return {
    level: 'warning',
    message: `the bucket "${bucket}" does not exist yet: the first job that stores something will try to make it`,
    fix: `${commandName()} storage create ${shellQuoted(bucket)}`,
  };
}

async function roundTrip(store: StorageBackend, bucket: string): Promise<DoctorFinding> {
  const beginMs = performance.now();
  const key = `lithops.doctor/${randomUUID()}`;
  const sent = Buffer.from('Is anybody there?');
  await store.put(bucket, key, sent);
  try {
    const got = Buffer.from(await store.get(bucket, key));
    if (!got.equals(sent)) return wrong(bucket, `"${got.toString()}" instead of what was stored`);
    if (!(await isListed(store, bucket, key))) return wrong(bucket, 'a listing without the new object');
  } finally {
    await store.delete(bucket, key);
  }
  if (await isListed(store, bucket, key)) return wrong(bucket, 'an object that is still there when deleted');
  const tookMs = Math.round(performance.now() - beginMs);
  return { level: 'ok', message: `put, get, list and delete in bucket "${bucket}" took ${tookMs} ms` };
}

async function isListed(store: StorageBackend, bucket: string, key: string): Promise<boolean> {
  for await (const page of store.list(bucket, key)) {
    if (page.some((object) => object.key === key)) return true;
  }
  return false;
}

function wrong(bucket: string, got: string): DoctorFinding {
  return { level: 'problem', message: `expected bucket "${bucket}" to keep what is stored, got ${got}` };
}
