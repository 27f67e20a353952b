import { FunctionExecutor, Storage } from '@lithops/core';
import { inProcess, memoryStorage } from '@lithops/core/testing';
import { describe, expect, it } from 'vitest';
import { executorIn, inThisProcess, places } from '../support/executors.js';

describe.each(places)('the storage monitor on $place', (place) => {
  it('brings values, failures and attempts as the reply does', async () => {
    const exec = executorIn(place, { monitoring: 'storage' });
    const list = exec.map(
      (x: number, { attempt }) => {
        if (x === 1 && attempt === 1) throw new RangeError('once');
        return [x, attempt, 'x'.repeat(x * 1000)];
      },
      [0, 1, 2],
      { retries: 1 },
    );
    expect(await list).toEqual([
      [0, 1, ''],
      [1, 2, 'x'.repeat(1000)],
      [2, 1, 'x'.repeat(2000)],
    ]);
  });
});

describe.each(places)('storage on $place', (place) => {
  it('is the same for calls that come after another', async () => {
    const exec = executorIn(place);
    const reference = await exec.callAsync(
      async (text: string, { storage }) => await storage.putCloudObject(text),
      'kept',
    );
    const text = exec.callAsync(async (object, { storage }) => {
      return new TextDecoder().decode(await storage.getCloudObject(object));
    }, reference);
    expect(await text).toBe('kept');
  });
});

describe('Storage for programs', () => {
  it('is the configured one', async () => {
    await using storage = new Storage({
      storage: memoryStorage(),
      config: { lithops: { storage_bucket: 'mine' } },
    });
    expect(storage.bucket).toBe('mine');
    await storage.createBucket('mine');
    await storage.putObject('mine', 'a/b', 'text');
    expect(await storage.listKeys('mine', 'a/')).toEqual(['a/b']);
    await expect(storage.getObject('mine', 'none')).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
    await expect(storage.getObject('other', 'a')).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_BUCKET' });
  });
});

describe('inProcess()', () => {
  it('runs the function where it stands: what it closes over is the very same', async () => {
    const exec = executorIn(inThisProcess);
    const seen: number[] = [];
    await exec.map((x: number) => seen.push(x), [1, 2, 3]);
    expect(seen.sort()).toEqual([1, 2, 3]);
  });

  it('counts costs by the prices it is given', async () => {
    await using exec = new FunctionExecutor({
      backend: inProcess({ prices: { usdPerCall: 0.5 } }),
      progress: false,
    });
    const list = exec.map((x: number) => x, [1, 2]);
    await list;
    expect(list.at(0)?.stats.usd).toBe(0.5);
    expect(exec.jobSummary()).toMatchObject([{ jobId: list.jobId, calls: 2, failed: 0, usd: 1 }]);
  });
});
