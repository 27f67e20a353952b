import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jobOf } from '../../test/support/jobs.js';
import { type FakeJobBackend, fakeJobBackend, storedBuilder } from '../../test/support/whole-job-backend.js';
import type { Job } from '../job/job.js';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import { deferred } from '../util/deferred.js';
import { OutcomeRows } from '../wire/index.js';
import { BatchDispatcher } from './batch-dispatcher.js';
import { OutcomeIntake } from './outcome-intake.js';

const SILENCE_MS = 40_000;

function dispatcherOn(backend: FakeJobBackend, store = new MemoryStorage()): BatchDispatcher {
  return new BatchDispatcher({
    backend,
    builder: storedBuilder(store),
    intake: new OutcomeIntake({
      openStorage: async () => store,
      bucket: 'bucket',
      continueWith: () => undefined,
    }),
    redeploy: () => Promise.reject(new Error('not in this test')),
    defaultChunkSize: 1,
    longestSilenceMs: SILENCE_MS,
    onFinished: () => undefined,
  });
}

const endsOf = (job: Job) =>
  Array.from({ length: job.table.length }, (_, index) => {
    const end = job.table.end(index);
    return end?.status === 'rejected' && end.reason instanceof Error ? end.reason.message : end?.status;
  });

describe('a submission whose platform has no more to say', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('leaves no timer when its last outcome comes, or when the executor closes', async () => {
    const backend = fakeJobBackend();
    const dispatcher = dispatcherOn(backend);
    const [first, second] = [jobOf([1], { id: 'M0000' }), jobOf([1], { id: 'M0001' })];
    for (const job of [first, second]) dispatcher.add(job, backend.runtime);
    await vi.waitFor(() => expect(backend.submitted).toHaveLength(2));
    for (const { end } of backend.submitted) end();
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(2));
    dispatcher.deliver(backend.valueOf(first, 0));
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    dispatcher.close();
    await dispatcher.idle();
    expect(vi.getTimerCount()).toBe(0);
    expect(endsOf(first)).toEqual(['fulfilled']);
  });
});

describe('calls whose platform has no more to say', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  async function ended() {
    const backend = fakeJobBackend();
    const dispatcher = dispatcherOn(backend);
    const job = jobOf([0, 1, 2], { retries: 0 });
    dispatcher.add(job, backend.runtime);
    await vi.waitFor(() => expect(backend.submitted).toHaveLength(1));
    backend.submitted[0]?.end();
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    const told = (index: number): void => dispatcher.deliver(backend.valueOf(job, index));
    return { dispatcher, job, told };
  }

  it('are waited for while the monitor tells of others of their job', async () => {
    const { dispatcher, job, told } = await ended();
    for (const index of [0, 1, 2]) {
      await vi.advanceTimersByTimeAsync(SILENCE_MS - 1000);
      told(index);
    }
    await dispatcher.idle();
    expect(endsOf(job)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  });

  it('are lost when the monitor has told nothing of their job for so long as it may', async () => {
    const { dispatcher, job, told } = await ended();
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1000);
    told(1);
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
    expect(endsOf(job)).toEqual([undefined, 'fulfilled', undefined]);
    await vi.advanceTimersByTimeAsync(1);
    await dispatcher.idle();
    const lost = expect.stringContaining('ended without a word about this call');
    expect(endsOf(job)).toEqual([lost, 'fulfilled', lost]);
  });
});

describe('a payload that cannot be stored', () => {
  it('fails its calls, and shifts no other worker to a payload that is not its own', async () => {
    const store = new MemoryStorage();
    const put = store.put.bind(store);
    let puts = 0;
    store.put = (...args) => (puts++ === 1 ? Promise.reject(new Error('the disk is full')) : put(...args));
    const backend = fakeJobBackend();
    const dispatcher = dispatcherOn(backend, store);
    const job = jobOf([0, 1, 2, 3]);
    dispatcher.add(job, backend.runtime);
    await vi.waitFor(() => expect(backend.submitted).toHaveLength(2));
    expect(await backend.indexesOfWorkers(store)).toEqual([[0], [2], [3]]);
    expect(endsOf(job)).toEqual([undefined, 'the disk is full', undefined, undefined]);
    dispatcher.close();
  });
});

describe('a worker that could not run its payload', () => {
  it('says so once, for all of its calls', async () => {
    const backend = fakeJobBackend();
    const dispatcher = dispatcherOn(backend);
    const job = jobOf([0, 1, 2], { chunkSize: 2, retries: 0 });
    dispatcher.add(job, backend.runtime);
    await vi.waitFor(() => expect(backend.submitted).toHaveLength(1));
    const failure = { code: 'LITHOPS_WORKER_FAILED', message: 'no such module' } as const;
    const end = { returned: [], tainted: false, failure };
    dispatcher.deliver({
      ...backend.valueOf(job, 0),
      outcomes: OutcomeRows.none,
      activationId: 'M0000-00000000',
      end,
    });
    expect(endsOf(job)).toEqual(['no such module', 'no such module', undefined]);
    dispatcher.close();
  });
});

describe('calls that are cancelled while their payload is made', () => {
  it('are not in it', async () => {
    const store = new MemoryStorage();
    const [opened, asked] = [deferred(), deferred()];
    const backend = fakeJobBackend();
    const dispatcher = dispatcherOn(backend, store);
    const put = store.put.bind(store);
    store.put = async (...args) => {
      asked.resolve();
      await opened.promise;
      return await put(...args);
    };
    const job = jobOf([0, 1], { chunkSize: 2, hasLargeCode: true });
    dispatcher.add(job, backend.runtime);
    await asked.promise;
    job.cancel([1], () => new Error('cancelled'));
    opened.resolve();
    await vi.waitFor(() => expect(backend.submitted).toHaveLength(1));
    expect(await backend.indexesOfWorkers(store)).toEqual([[0]]);
    dispatcher.close();
  });
});
