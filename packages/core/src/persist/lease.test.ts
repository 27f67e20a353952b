import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import { JobStore } from './job-store.js';
import { type Holder, isAlive, Lease } from './lease.js';
import { JobKeys } from './manifest.js';
import { UserSecret } from './user-secret.js';

const running = expect.objectContaining({ code: 'LITHOPS_JOB_RUNNING' });

async function newStore(): Promise<JobStore> {
  const backend = new MemoryStorage();
  await backend.createBucket('bucket');
  const keys = new JobKeys(new UserSecret(Buffer.alloc(32, 1)), { executorId: 'e', jobId: 'M0000' });
  return new JobStore(backend, 'bucket', keys);
}

describe('a lease', () => {
  it('is had by one of many who want it at once', async () => {
    const store = await newStore();
    const claims = await Promise.allSettled(Array.from({ length: 8 }, () => Lease.claim(store)));
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const claim of claims) if (claim.status === 'rejected') expect(claim.reason).toEqual(running);
  });

  it('is not had while its holder lives, and had in the next generation when it was released', async () => {
    const store = await newStore();
    const first = await Lease.claim(store);
    await expect(Lease.claim(store)).rejects.toEqual(running);
    await first.release();
    expect((await Lease.claim(store)).generation).toBe(first.generation + 1);
  });

  it('of somebody who has another key hides nobody and stops nobody', async () => {
    const store = await newStore();
    const stranger = new JobKeys(new UserSecret(Buffer.alloc(32, 2)), store.address);
    await Lease.claim(new JobStore(store.backend, store.bucket, stranger));
    expect((await Lease.claim(store)).generation).toBe(2);
  });
});

describe('the holder of a lease', () => {
  const holder: Holder = {
    generation: 1,
    host: 'elsewhere',
    pid: process.pid,
    instance: 'another',
    renewedEpochMs: Date.now(),
    released: false,
  };

  it('elsewhere lives until it was silent for a minute', () => {
    expect(isAlive(holder)).toBe(true);
    expect(isAlive({ ...holder, renewedEpochMs: Date.now() - 61_000 })).toBe(false);
    expect(isAlive({ ...holder, released: true })).toBe(false);
  });

  it('on this machine lives as long as its process', () => {
    expect(isAlive({ ...holder, host: hostname(), pid: process.ppid })).toBe(true);
    expect(isAlive({ ...holder, host: hostname(), pid: 2 ** 22 + 1 })).toBe(false);
    // The process id is used again, by this very process.
    expect(isAlive({ ...holder, host: hostname() })).toBe(false);
  });
});
