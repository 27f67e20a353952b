import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  CountingStorage,
  contextOf,
  job,
  namesOfStatuses,
  report,
} from '../../test/storage-suite-monitor.js';
import { LithopsError } from '../errors/index.js';
import { callStatusKey } from '../storage/key-layout.js';
import { StorageReporter } from './storage-reporter.js';

const small = Buffer.from('small');
const large = new Uint8Array(601).fill(7);

let storage: CountingStorage;
beforeEach(async () => {
  vi.useFakeTimers();
  storage = new CountingStorage();
  await storage.createBucket('bucket');
});
afterEach(() => {
  expect(vi.getTimerCount(), 'timers left').toBe(0);
  vi.useRealTimers();
});

describe('a status', () => {
  it('written twice for one attempt stay those of the first writer', async () => {
    for (const body of [large, new Uint8Array(700)]) {
      const reporter = new StorageReporter(contextOf(job, storage));
      reporter.outcome(report([0], body));
      await reporter.close();
    }
    expect(await storage.get('bucket', callStatusKey(job, 0, 1, 'ok'))).toEqual(large);
  });

  it('of an activation that is delivered twice hides none of the other delivery', async () => {
    for (const cut of [
      [
        [0, 1],
        [2, 3],
      ],
      [[0, 1, 2, 3]],
    ]) {
      const reporter = new StorageReporter(contextOf(job, storage));
      for (const indexes of cut) reporter.outcome(report(indexes, large));
      await reporter.close();
    }
    expect(await namesOfStatuses(storage)).toEqual([
      'bactivation-1',
      'bactivation-1/00000001',
      'bactivation-1/00000002',
    ]);
  });
});

describe('a store that fails', () => {
  it('gets a status again until it takes it', async () => {
    storage.failPuts = 4;
    const reporter = new StorageReporter(contextOf(job, storage));
    reporter.outcome(report([0], small));
    const flushed = reporter.flush();
    await vi.advanceTimersByTimeAsync(5000);
    await flushed;
    expect(await namesOfStatuses(storage)).toHaveLength(1);
  });

  it('is not asked again when that cannot help', async () => {
    storage.failPuts = 1;
    storage.refusal = new LithopsError({ code: 'LITHOPS_TEST', message: 'not for you' });
    const reporter = new StorageReporter(contextOf(job, storage));
    reporter.outcome(report([0], small));
    await expect(reporter.flush()).rejects.toThrow('not for you');
  });

  it('makes flush reject when it takes no status in 5 tries, once', async () => {
    storage.failPuts = 5;
    const reporter = new StorageReporter(contextOf(job, storage));
    reporter.outcome(report([0], small));
    const flushed = expect(reporter.flush()).rejects.toThrow('the store is away');
    await vi.advanceTimersByTimeAsync(5000);
    await flushed;
    await reporter.close();
  });
});
