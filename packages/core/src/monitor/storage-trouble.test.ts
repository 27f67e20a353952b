import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  CountingStorage,
  collect,
  contextOf,
  job,
  report,
  reportEvent,
} from '../../test/storage-suite-monitor.js';
import { LithopsError } from '../errors/index.js';
import { StorageMonitor } from './storage-monitor.js';
import { StorageReporter } from './storage-reporter.js';

const small = Buffer.from('small');

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

function open() {
  return new StorageMonitor({ info: (message) => log.push(message) }).open(contextOf(job, storage));
}

async function pass(milliseconds: number) {
  await vi.advanceTimersByTimeAsync(milliseconds);
}

describe('a store that goes on failing', () => {
  it('is given up after 10 minutes, when those who wait are told why', async () => {
    const client = open();
    const { ended } = collect(client);
    storage.failLists = Number.POSITIVE_INFINITY;
    client.watch(job);
    const told = expect(ended).rejects.toThrow('the store is away');
    await pass(9 * 60_000);
    expect(log.at(-1)).toContain('Next try in');
    await pass(2 * 60_000);
    expect(log.at(-1)).toContain('not tried again');
    await told;
    await client.close();
  });

  it('is given up after three failures that trying again does not mend, and not before', async () => {
    const client = open();
    const { events, ended } = collect(client);
    storage.refusal = new LithopsError({ code: 'LITHOPS_TEST', message: 'not for you' });
    storage.failLists = 2;
    client.watch(job);
    const reporter = new StorageReporter(contextOf(job, storage));
    reporter.outcome(report([0], small));
    await reporter.close();
    await pass(1_000);
    expect(events).toEqual([reportEvent(small)]);
    storage.failLists = 3;
    const told = expect(ended).rejects.toThrow('not for you');
    await pass(10_000);
    await told;
    const lists = storage.lists.length;
    await pass(60_000);
    expect(storage.lists).toHaveLength(lists);
    await client.close();
  });
});
