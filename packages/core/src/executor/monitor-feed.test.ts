import { expect, it, vi } from 'vitest';
import type { Job } from '../job/job.js';
import { StorageMonitorClient } from '../monitor/storage-monitor.js';
import { StorageReporter } from '../monitor/storage-reporter.js';
import type { MonitorClient, MonitorEvent } from '../spec/monitor.js';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import { encodeReport, OutcomeRows, seal } from '../wire/index.js';
import { MonitorFeed } from './monitor-feed.js';

it('says that its monitor failed, and closes all the same', async () => {
  const warn = vi.fn();
  const silent = (): void => undefined;
  const client = {
    watch: silent,
    unwatch: silent,
    close: async () => undefined,
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('connection lost')) }),
  };
  const log = { debug: silent, info: silent, warn, error: silent };
  const feed = new MonitorFeed(client, { sealKey: 'k', log, to: { deliver: silent } });
  await feed.close();
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('connection lost'));
});

it('fails the jobs that it watches with what its monitor failed with, and watches the next one', async () => {
  const silent = (): void => undefined;
  let fail: ((error: Error) => void) | undefined;
  const client = {
    watch: silent,
    unwatch: silent,
    close: async () => fail?.(new Error('closed')),
    [Symbol.asyncIterator]: () => ({
      next: () =>
        new Promise<never>((_, reject) => {
          fail = reject;
        }),
    }),
  };
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const feed = new MonitorFeed(client, { sealKey: 'k', log, to: { deliver: silent } });
  const [first, gone, second] = [jobNamed('M0000'), jobNamed('M0001'), jobNamed('M0002')];
  feed.watch(first);
  feed.watch(gone);
  feed.unwatch(gone);
  fail?.(new Error('not for you'));
  const notForYou = expect.objectContaining({ message: 'not for you' });
  await vi.waitFor(() => expect(first.failAll).toHaveBeenCalledWith(notForYou));
  expect(gone.failAll).not.toHaveBeenCalled();
  feed.watch(second);
  fail?.(new Error('nor for you'));
  await vi.waitFor(() => expect(second.failAll).toHaveBeenCalled());
  await feed.close();
});

function jobNamed(id: string): Job {
  const definition = { executorId: 'abcdef-1', id, persistence: undefined };
  return { definition, table: { isSettled: () => false }, failAll: vi.fn() } as unknown as Job;
}

it('looks into storage when its monitor tells of a gap, and takes what it finds there', async () => {
  const storage = new MemoryStorage();
  await storage.createBucket('bucket');
  const context = {
    executorId: 'abcdef-1',
    bucket: 'bucket',
    storage: async () => storage,
    intervalMs: undefined,
  };
  const silent = (): void => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const body = encodeReport({
    jobId: 'M0000',
    activationId: 'a',
    worker: 'w',
    outcomes: OutcomeRows.none,
    values: new Uint8Array(0),
    code: [],
  });
  const reporter = new StorageReporter(context);
  const calls = [{ jobId: 'M0000', index: 0, attempt: 1, ok: true }];
  reporter.outcome({ activationId: 'a', calls, body: seal(body, 'k') });
  await reporter.flush();
  let tell: ((event: IteratorResult<MonitorEvent>) => void) | undefined;
  const client: MonitorClient = {
    watch: silent,
    unwatch: silent,
    close: async () => tell?.({ done: true, value: undefined }),
    [Symbol.asyncIterator]: () => ({
      next: () =>
        new Promise((resolve) => {
          tell = resolve;
        }),
    }),
  };
  const deliver = vi.fn();
  const backup = StorageMonitorClient.backup(context, log);
  const feed = new MonitorFeed(client, { sealKey: 'k', log, to: { deliver }, backup });
  feed.watch(jobNamed('M0000'));
  tell?.({ done: false, value: { type: 'gap' } });
  await vi.waitFor(() => expect(deliver).toHaveBeenCalledTimes(1), { timeout: 4000 });
  await feed.close();
});
