import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredObject } from '../spec/storage-backend.js';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import { cleanExecutor, cleanJob } from './job-cleaner.js';
import {
  callStatusKey,
  cloudObjectsPrefix,
  dataKey,
  functionKey,
  manifestKey,
  nestedExecutorId,
  resultKey,
  runtimeKey,
} from './key-layout.js';

const executorId = 'ab12cd-exec1';
const first = { executorId, jobId: 'M0001' };
const second = { executorId, jobId: 'M0002' };
const neighbour = { executorId: 'ab12cd-exec10', jobId: 'M0001' };
const nested = { executorId: nestedExecutorId(first, 0, 0), jobId: 'M0000' };

const ofFirst = [
  manifestKey(first),
  dataKey(first, 0),
  callStatusKey(first, 0, 1, 'ok'),
  resultKey(first, 0, 1),
];
const ofNested = [manifestKey(nested), functionKey(nested.executorId, 'f2')];
const ofSecond = [manifestKey(second), callStatusKey(second, 3, 1, 'err')];
const shared = [functionKey(executorId, 'f1')];
const cloudObjects = [`${cloudObjectsPrefix(executorId)}1`, `${cloudObjectsPrefix(nested.executorId)}2`];
const foreign = [
  manifestKey(neighbour),
  runtimeKey('aws_lambda', 'r'),
  `${cloudObjectsPrefix(undefined)}3`,
  'lithops.jobs',
  'mine',
];
const everything = [...ofFirst, ...ofNested, ...ofSecond, ...shared, ...cloudObjects, ...foreign];

let storage: HangingStorage;
beforeEach(async () => {
  storage = new HangingStorage();
  await storage.createBucket('bucket');
  for (const key of everything) await storage.put('bucket', key, Buffer.from('x'));
});

async function leftKeys(): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of storage.list('bucket', '')) keys.push(...page.map(({ key }) => key));
  return keys.sort();
}

function without(...gone: readonly string[]): string[] {
  return everything.filter((key) => !gone.includes(key)).sort();
}

describe('cleanJob', () => {
  it('deletes the job and what its calls opened, nothing of another job, and no cloud object', async () => {
    expect(await cleanJob({ storage, bucket: 'bucket' }, first)).toBe(6);
    expect(await leftKeys()).toEqual(without(...ofFirst, ...ofNested));
  });
});

describe('cleanExecutor', () => {
  it('deletes all of the executor but its cloud objects, and nothing of a neighbour', async () => {
    await cleanExecutor({ storage, bucket: 'bucket' }, executorId);
    expect(await leftKeys()).toEqual([...cloudObjects, ...foreign].sort());
  });

  it('deletes its cloud objects as well when it is told to', async () => {
    await cleanExecutor({ storage, bucket: 'bucket' }, executorId, { cloudObjects: true });
    expect(await leftKeys()).toEqual([...foreign].sort());
  });

  it('keeps persisted jobs whole, with the functions that they need', async () => {
    await cleanExecutor({ storage, bucket: 'bucket' }, executorId, { keepJobs: [first] });
    expect(await leftKeys()).toEqual(without(...ofSecond));
  });

  it('deletes more than one page', async () => {
    for (let i = 0; i < 2100; i++) await storage.put('bucket', dataKey(second, i), Buffer.from('x'));
    expect(await cleanExecutor({ storage, bucket: 'bucket' }, executorId)).toBe(2109);
  });

  it('deletes pages while others are being deleted: one takes a store up to a second', async () => {
    for (let i = 0; i < 3100; i++) await storage.put('bucket', dataKey(second, i), Buffer.from('x'));
    let begun = 0;
    let allBegun = () => {};
    const fourBegun = new Promise<void>((resolve) => {
      allBegun = resolve;
    });
    storage.deletions = () => {
      begun++;
      if (begun === 4) allBegun();
      return fourBegun;
    };
    expect(await cleanExecutor({ storage, bucket: 'bucket' }, executorId)).toBe(3109);
  });

  it('has nothing to do where there is no bucket', async () => {
    expect(await cleanExecutor({ storage, bucket: 'never-made' }, executorId)).toBe(0);
  });

  it('says what is left and why when the store fails', async () => {
    storage.deletions = () => Promise.reject(new Error('access denied'));
    await expect(cleanExecutor({ storage, bucket: 'bucket' }, executorId)).rejects.toMatchObject({
      code: 'LITHOPS_CLEAN_INCOMPLETE',
      message: expect.stringMatching(/lithops\.jobs\/ab12cd-exec1\/.*access denied.*Call clean\(\) again/),
    });
  });
});

describe('a store that hangs', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    expect(vi.getTimerCount(), 'timers left').toBe(0);
    vi.useRealTimers();
  });

  it('is given up after 10 s', async () => {
    storage.deletions = () => new Promise(() => {});
    let settled = 'pending';
    const cleaning = cleanJob({ storage, bucket: 'bucket' }, first).catch((error) => {
      settled = error.message;
    });
    await vi.advanceTimersByTimeAsync(9_999);
    expect(settled).toBe('pending');
    await vi.advanceTimersByTimeAsync(1);
    await cleaning;
    expect(settled).toMatch(/10000 ms were over/);
  });

  it('deletes nothing any more when it wakes up later', async () => {
    let wake = () => {};
    storage.listings = () =>
      new Promise((resolve) => {
        wake = resolve;
      });
    const cleaning = expect(cleanJob({ storage, bucket: 'bucket', timeoutMs: 5 }, first)).rejects.toThrow(
      '5 ms',
    );
    await vi.advanceTimersByTimeAsync(5);
    await cleaning;
    storage.listings = () => Promise.resolve();
    wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(await leftKeys()).toEqual([...everything].sort());
  });
});

/** Waits or fails where it is told to. */
class HangingStorage extends MemoryStorage {
  deletions: () => Promise<void> = () => Promise.resolve();
  listings: () => Promise<void> = () => Promise.resolve();

  override async deleteMany(bucket: string, keys: readonly string[]) {
    await this.deletions();
    await super.deleteMany(bucket, keys);
  }

  override async *list(bucket: string, prefix: string): AsyncIterable<readonly StoredObject[]> {
    await this.listings();
    yield* super.list(bucket, prefix);
  }
}
