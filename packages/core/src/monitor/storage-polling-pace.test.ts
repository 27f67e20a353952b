import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CountingStorage, collect, contextOf, job, report } from '../../test/storage-suite-monitor.js';
import { StorageMonitor } from './storage-monitor.js';
import { StorageReporter } from './storage-reporter.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('listings that take long, as those of a large job do', () => {
  it('are followed by a pause as long, so that they keep nobody busy all the time', async () => {
    const storage = new CountingStorage();
    await storage.createBucket('bucket');
    const client = new StorageMonitor({ info: () => {} }).open(contextOf(job, storage));
    const { events } = collect(client);
    client.watch(job);
    const reporter = new StorageReporter(contextOf(job, storage));
    reporter.outcome(report([0], Buffer.from('found')));
    await reporter.close();
    const release = storage.holdLists();
    await vi.advanceTimersByTimeAsync(50);
    await vi.advanceTimersByTimeAsync(700);
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(events).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(699);
    expect(storage.lists).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(storage.lists).toHaveLength(2);
    await client.close();
  });
});
