import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  CountingStorage,
  call,
  collect,
  contextOf,
  job,
  namesOfStatuses,
  report,
  reportEvent,
} from '../../test/storage-suite-monitor.js';
import type { MonitorContext, OutcomeReport, WatchedJob } from '../spec/monitor.js';
import { callStatusKey, statusPrefix } from '../storage/key-layout.js';
import { StorageMonitor } from './storage-monitor.js';
import { StorageReporter } from './storage-reporter.js';

const neighbour: WatchedJob = { executorId: 'ab12cd-exec10', jobId: 'M0001' };
const small = Buffer.from('small');
const large = new Uint8Array(601).fill(7);

let storage: CountingStorage;
let log: string[];
beforeEach(async () => {
  vi.useFakeTimers();
  storage = new CountingStorage();
  log = [];
  await storage.createBucket('bucket');
});
afterEach(() => {
  expect(vi.getTimerCount(), 'timers left').toBe(0);
  vi.useRealTimers();
});

describe('outcomes', () => {
  it('of one call each arrive without a single GET when they are small', async () => {
    const client = open();
    const { events } = collect(client);
    client.watch(job);
    await reportAll([report([0], small), report([1], small, false)]);
    await pass(50);
    expect(events).toEqual([reportEvent(small), reportEvent(small)]);
    expect(storage.gets).toEqual([]);
    await client.close();
  });

  it('over 600 bytes are read from the status object', async () => {
    const client = open();
    const { events } = collect(client);
    client.watch(job);
    await reportAll([report([0], new Uint8Array(600)), report([1], large)]);
    await pass(50);
    expect(events).toEqual([reportEvent(new Uint8Array(600)), reportEvent(large)]);
    expect(storage.gets).toEqual([callStatusKey(job, 1, 1, 'ok')]);
    await client.close();
  });

  it('of a whole activation share one object, and further reports of it get their own', async () => {
    const client = open();
    const { events } = collect(client);
    client.watch(job);
    await reportAll([report([0, 1], large), report([2, 3], large), report([4, 5], small)]);
    expect(await namesOfStatuses(storage)).toEqual([
      'bactivation-1',
      'bactivation-1/00000001',
      `bactivation-1/00000002.${small.toString('base64url')}`,
    ]);
    await pass(50);
    expect(events).toEqual([reportEvent(large), reportEvent(large), reportEvent(small)]);
    await client.close();
  });

  it('come once each, however often they are listed', async () => {
    const client = open();
    const { events } = collect(client);
    client.watch(job);
    await reportAll([report([3], small), report([4], large), report([5, 6], large)]);
    await pass(20_000);
    expect(events).toHaveLength(3);
    expect(storage.gets).toHaveLength(2);
    await client.close();
  });

  it('of a job whose id begins alike belong to that job only', async () => {
    const client = open();
    const { events } = collect(client);
    client.watch(job);
    await reportAll([report([0], small)], neighbour);
    await pass(5000);
    expect(events).toEqual([]);
    await client.close();
  });

  it('that somebody forged under a call do not hide the true one', async () => {
    const client = open();
    const { events } = collect(client);
    client.watch(job);
    await storage.put('bucket', callStatusKey(job, 1, 1, 'ok', Buffer.from('forged')), new Uint8Array(0));
    await storage.put('bucket', `${statusPrefix(job)}nonsense`, new Uint8Array(0));
    await pass(50);
    await reportAll([report([1], small)]);
    await pass(5000);
    expect(events).toEqual([reportEvent(Buffer.from('forged')), reportEvent(small)]);
    await client.close();
  });
});

describe('started calls', () => {
  it('are told, and their outcomes after them', async () => {
    const client = open();
    const { events } = collect(client);
    client.watch(job);
    const reporter = new StorageReporter(contextOf(job, storage));
    reporter.started([call(0), call(1)]);
    await reporter.flush();
    await pass(50);
    reporter.outcome(report([1], small));
    await reporter.close();
    await pass(50);
    expect(events).toEqual([{ type: 'started', calls: [call(0), call(1)] }, reportEvent(small)]);
    await client.close();
  });
});

describe('polling', () => {
  it('lists nothing while nothing is watched, and nothing after unwatch or close', async () => {
    const client = open();
    await pass(10_000);
    expect(storage.lists).toEqual([]);
    client.watch(job);
    await pass(50);
    expect(storage.lists).toHaveLength(1);
    client.unwatch(job);
    await pass(10_000);
    expect(storage.lists).toHaveLength(1);
    client.watch(job);
    await client.close();
    client.watch(job);
    await pass(10_000);
    expect(storage.lists).toHaveLength(1);
  });

  it('watches a job once, however often it is asked to', async () => {
    const client = open();
    client.watch(job);
    client.watch(job);
    await pass(50);
    expect(storage.lists).toHaveLength(1);
    await client.close();
  });

  it('slows down to 2 s while nothing happens and is fast again when something does', async () => {
    const client = open();
    const { events } = collect(client);
    client.watch(job);
    await pass(60_000);
    const idle = storage.lists.length;
    expect(idle).toBeLessThan(45);
    await pass(20_000);
    expect(storage.lists.length - idle).toBe(10);
    await reportAll([report([0], small)]);
    await vi.advanceTimersToNextTimerAsync();
    expect(events).toHaveLength(1);
    const found = storage.lists.length;
    await pass(50);
    expect(storage.lists.length - found).toBe(1);
    await client.close();
  });

  it('begins with the interval of the configuration', async () => {
    const client = open({ intervalMs: 300 });
    client.watch(job);
    await pass(299);
    expect(storage.lists).toHaveLength(0);
    await pass(1);
    expect(storage.lists).toHaveLength(1);
    await client.close();
  });

  it('begins behind the calls that gave a value, but not behind a failed one that may be tried again', async () => {
    const client = open();
    const { events } = collect(client);
    client.watch(job);
    await reportAll([report([0], small), report([1], small), report([2], small, false), report([3], small)]);
    await pass(50);
    await pass(50);
    expect(storage.lists.at(-1)).toBe(`${statusPrefix(job)}00000001/`);
    await reportAll([{ ...report([2], small), calls: [{ ...call(2), attempt: 2, ok: true }] }]);
    await pass(200);
    await pass(200);
    expect(storage.lists.at(-1)).toBe(`${statusPrefix(job)}00000003/`);
    expect(events).toHaveLength(5);
    await client.close();
  });

  it('takes all pages: 2,500 outcomes in 3 pages of one listing', async () => {
    const client = open();
    const { events } = collect(client);
    client.watch(job);
    await reportAll(Array.from({ length: 2500 }, (_, i) => report([i], small)));
    await pass(50);
    expect(events).toHaveLength(2500);
    expect(storage.lists).toHaveLength(1);
    await client.close();
  });
});

describe('a store that fails', () => {
  it('is listed again with growing pauses, and each failure is in the log', async () => {
    const client = open();
    const { events } = collect(client);
    storage.failLists = 3;
    client.watch(job);
    await reportAll([report([0], small)]);
    await pass(50);
    await pass(100);
    await pass(200);
    expect(log).toHaveLength(3);
    expect(log[0]).toMatch(/M0001.*listed.*the store is away.*100 ms/);
    expect(events).toEqual([]);
    await pass(400);
    expect(events).toEqual([reportEvent(small)]);
    await client.close();
  });

  it('that lists a status which a cleaner has just deleted tells the others', async () => {
    const client = open();
    const { events } = collect(client);
    client.watch(job);
    await reportAll([report([0], large), report([1], small)]);
    storage.beforeGet = (key) => storage.delete('bucket', key);
    await pass(50);
    expect(storage.gets).toHaveLength(1);
    expect(events).toEqual([reportEvent(small)]);
    expect(log).toEqual([]);
    await client.close();
  });

  it('loses no content that could not be read the first time', async () => {
    const client = open();
    const { events } = collect(client);
    storage.failGets = 1;
    client.watch(job);
    await reportAll([report([0], large)]);
    await pass(5000);
    expect(events).toEqual([reportEvent(large)]);
    await client.close();
  });
});

describe('a closed client', () => {
  it('ends the loop that reads it, also in the middle of a listing', async () => {
    const client = open();
    const { events, ended } = collect(client);
    client.watch(job);
    await reportAll([report([0], small)]);
    const release = storage.holdLists();
    await pass(50);
    await client.close();
    release();
    await pass(0);
    expect(events).toEqual([]);
    await ended;
    expect(log).toEqual([]);
  });

  it('says nothing of a listing that fails afterwards', async () => {
    const client = open();
    client.watch(job);
    storage.failLists = 1;
    const release = storage.holdLists();
    await pass(50);
    await client.close();
    release();
    await pass(0);
    expect(storage.failLists).toBeLessThan(1);
    expect(log).toEqual([]);
  });
});

function open(options: Partial<MonitorContext> = {}) {
  const monitor = new StorageMonitor({ info: (message) => log.push(message) });
  return monitor.open({ ...contextOf(job, storage), ...options });
}

async function reportAll(reports: readonly OutcomeReport[], of: WatchedJob = job) {
  const reporter = new StorageReporter(contextOf(of, storage));
  for (const each of reports) reporter.outcome(each);
  await reporter.close();
}

async function pass(milliseconds: number) {
  await vi.advanceTimersByTimeAsync(milliseconds);
}
