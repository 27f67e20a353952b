import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import {
  callStatusKey,
  cloudObjectsPrefix,
  functionKey,
  manifestKey,
  nestedExecutorId,
  resultKey,
} from './key-layout.js';
import { findLeftovers, type Leftover, removeLeftover } from './leftovers.js';

const plain = { executorId: 'ab12cd-exec1', jobId: 'M0001' };
const nested = { executorId: nestedExecutorId(plain, 0, 0), jobId: 'M0000' };
const kept = { executorId: 'ab12cd-exec10', jobId: 'M0002' };
const ofPlain = [resultKey(plain, 0, 1), functionKey(plain.executorId, 'f1'), resultKey(nested, 0, 1)];
const ofKept = [manifestKey(kept), callStatusKey(kept, 0, 1, 'ok'), functionKey(kept.executorId, 'f2')];
const ofKeptToo = resultKey({ ...kept, jobId: 'M0003' }, 0, 1);
const cloudObject = `${cloudObjectsPrefix(kept.executorId)}photo`;
const foreign = [resultKey({ executorId: 'ab12ce-exec1', jobId: 'M0001' }, 0, 1), 'mine'];

let storage: MemoryStorage;
beforeEach(async () => {
  storage = new MemoryStorage();
  await storage.createBucket('bucket');
  for (const key of [...ofPlain, ...ofKept, ofKeptToo, cloudObject, ...foreign]) {
    await storage.put('bucket', key, Buffer.from('xyz'));
  }
});

async function leftovers(bucket = 'bucket') {
  const found: Leftover[] = [];
  for await (const one of findLeftovers({ storage, bucket }, 'ab12cd')) found.push(one);
  return found;
}

async function leftKeys(): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const page of storage.list('bucket', '')) keys.push(...page.map(({ key }) => key));
  return keys.sort();
}

describe('leftovers', () => {
  it('are told per program, what was opened inside calls included, and those of other users are not', async () => {
    expect(await leftovers()).toEqual([
      {
        executorId: plain.executorId,
        objects: 3,
        sizeBytes: 9,
        lastModified: expect.any(Date),
        cloudObjects: 0,
        persisted: [],
      },
      {
        executorId: kept.executorId,
        objects: 5,
        sizeBytes: 15,
        lastModified: expect.any(Date),
        cloudObjects: 1,
        persisted: [kept],
      },
    ]);
  });

  it('are none in a bucket that does not exist', async () => {
    expect(await leftovers('nowhere')).toEqual([]);
  });

  it('are removed but for persisted jobs, their functions, and cloud objects', async () => {
    const options = { everything: false, timeoutMs: 10_000 };
    const counts: number[] = [];
    for (const leftover of await leftovers()) {
      counts.push(await removeLeftover({ storage, bucket: 'bucket' }, leftover, options));
    }
    expect(counts).toEqual([3, 1]);
    expect(await leftKeys()).toEqual([...ofKept, cloudObject, ...foreign].sort());
  });

  it('are removed with everything when that is wanted', async () => {
    const options = { everything: true, timeoutMs: 10_000 };
    for (const leftover of await leftovers()) {
      await removeLeftover({ storage, bucket: 'bucket' }, leftover, options);
    }
    expect(await leftKeys()).toEqual([...foreign].sort());
  });
});
