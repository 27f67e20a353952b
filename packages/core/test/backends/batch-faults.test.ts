import { type BatchOptions, batch, type Fault } from '@lithops/testing-backends';
import { describe, expect, it } from 'vitest';
import { useTimers } from './support/clock.js';
import { eventually } from './support/eventually.js';
import { begin, newJournal, recorded } from './support/journal.js';
import { openOn, useFleet } from './support/open.js';
import { endsOf, expectCounted } from './support/outcome-of.js';

const fleet = useFleet();
const items = [1, 2, 3, 4, 5, 6];
const values = [10, 20, 30, 40, 50, 60];

function open(faults: Omit<BatchOptions, 'fleet'>) {
  const { plugin, backend } = batch({ fleet, ...faults });
  return { exec: openOn({ plugin, backend }, { maxWorkers: 3 }), backend };
}

describe('a platform that turns jobs away', () => {
  it.each<Fault>(['throttle', 'unavailable', 'runtime-missing'])(
    '%s: the job is submitted again, nothing is counted',
    async (fault) => {
      const journal = newJournal();
      const { file } = journal;
      const { exec, backend } = open({ submitFaults: { [fault]: { first: 1 } } });
      expect(await exec.map(recorded(file), items, { retries: 0 })).toEqual(values);
      expect(backend.submissions).toBe(2);
      expect(backend.deployments).toBe(fault === 'runtime-missing' ? 2 : 1);
      expect(journal.begun()).toEqual(['0.1', '1.1', '2.1', '3.1', '4.1', '5.1']);
    },
  );

  it('for longer than a call may take and a minute: LITHOPS_BACKEND_UNAVAILABLE', async () => {
    const clock = useTimers();
    const { exec, backend } = open({ submitFaults: { unavailable: { share: 1 } } });
    const ends = endsOf(exec.map((n: number) => n, [1, 2], { timeoutMs: 1000 }));
    await eventually(() => backend.submissions).toBeGreaterThan(0);
    await clock.skip(90);
    expect(await ends).toEqual(['LITHOPS_BACKEND_UNAVAILABLE', 'LITHOPS_BACKEND_UNAVAILABLE']);
  });

  it('reject: LITHOPS_INVOKE_REJECTED for all', async () => {
    const { exec } = open({ submitFaults: { reject: { first: 1 } } });
    const ends = await endsOf(exec.map((n: number) => n, [1, 2]));
    expect(ends).toEqual(['LITHOPS_INVOKE_REJECTED', 'LITHOPS_INVOKE_REJECTED']);
  });

  it('runtime missing again after it was deployed once more: LITHOPS_RUNTIME_MISSING', async () => {
    const { exec } = open({ submitFaults: { 'runtime-missing': { share: 1 } } });
    expect(await endsOf(exec.map((n: number) => n, [1]))).toEqual(['LITHOPS_RUNTIME_MISSING']);
  });

  it('an acceptance that gets lost: calls may run again, counted, and settle once', async () => {
    const journal = newJournal();
    const { file } = journal;
    const { exec } = open({ submitFaults: { 'lose-reply': { first: 1 } } });
    const list = exec.map(recorded(file), items);
    expect(await list).toEqual(values);
    expectCounted(list, journal);
  });

  it('a retry that is turned away leaves alone what still runs', async () => {
    const journal = newJournal();
    const { file } = journal;
    const { exec, backend } = open({});
    const list = exec.map(
      async (item: string, ctx) => {
        begin(file, ctx);
        if (item === 'fails') throw new Error('not yet');
        await new Promise((resolve) => setTimeout(resolve, 600));
        return item;
      },
      ['slow', 'fails'],
      { retries: { limit: 1, delayMs: 50 } },
    );
    await eventually(() => journal.begun().length).toBe(2);
    backend.submitFaults.add({ reject: { first: 1 } });
    expect(await endsOf(list)).toEqual(['slow', 'LITHOPS_INVOKE_REJECTED']);
  });
});

describe('an array child that is lost', () => {
  const told: readonly Fault[] = ['never-start', 'kill-before', 'kill-during', 'kill-after', 'lose-reply'];

  it.each(told)('%s once: its call has another, counted attempt', async (fault) => {
    const journal = newJournal();
    const { file } = journal;
    const { exec, backend } = open({ faults: { [fault]: { first: 1 } } });
    const list = exec.map(recorded(file, 50), items);
    expect(await list).toEqual(values);
    expect(backend.faults.count(fault)).toBe(1);
    expectCounted(list, journal);
    await eventually(() => fleet.busy).toBe(0);
  });

  it.each(['never-start', 'kill-before', 'kill-during'] as const)(
    '%s with retries: 0: LITHOPS_WORKER_LOST',
    async (fault) => {
      const journal = newJournal();
      const { file } = journal;
      const { exec } = open({ faults: { [fault]: { first: 1 } } });
      const list = exec.map(recorded(file, 50), items, { retries: 0 });
      expect(await endsOf(list)).toEqual(['LITHOPS_WORKER_LOST', ...values.slice(1)]);
      expectCounted(list, journal);
    },
  );

  it('out of memory: LITHOPS_OUT_OF_MEMORY, not tried again by itself', async () => {
    const { exec } = open({ faults: { 'out-of-memory': { first: 1 } } });
    const { file } = newJournal();
    expect(await endsOf(exec.map(recorded(file, 50), [1]))).toEqual(['LITHOPS_OUT_OF_MEMORY']);
  });

  it.each<Fault>(['no-word', 'garbage'])(
    '%s, and the platform says that all went well: lost when the monitor has told nothing for a while',
    async (fault) => {
      const clock = useTimers();
      const journal = newJournal();
      const { file } = journal;
      const { exec, backend } = open({ faults: { [fault]: { first: 1 } } });
      const list = exec.map(recorded(file), [1, 2], { retries: 0 });
      const ends = endsOf(list);
      await eventually(() => list.at(1)?.state).toBe('success');
      await eventually(() => fleet.busy).toBe(0);
      await clock.skip(60);
      expect(await ends).toEqual(['LITHOPS_WORKER_LOST', 20]);
      expect(backend.faults.count(fault)).toBe(1);
      expect(journal.runsOf(0)).toBe(0);
    },
  );

  it('a call that kills its worker takes its chunk along once, then fails alone', async () => {
    const journal = newJournal();
    const { file } = journal;
    const { exec } = open({});
    const list = exec.map(
      (item: string, ctx) => {
        begin(file, ctx);
        if (item === 'bad') process.kill(process.pid, 'SIGKILL');
        return item;
      },
      ['a', 'bad', 'c'],
      { chunkSize: 3 },
    );
    expect(await endsOf(list)).toEqual(['a', 'LITHOPS_WORKER_LOST', 'c']);
    expectCounted(list, journal);
  });
});

describe('array children that run twice', () => {
  it('settle their calls once', async () => {
    const { exec } = open({ faults: { 'answer-twice': { share: 1 } } });
    expect(await exec.map((n: number) => n * 10, items)).toEqual(values);
    await eventually(() => fleet.busy).toBe(0);
  });
});

describe('everything at once', () => {
  it.each([1, 2])(
    'seed %i: every call settles with its value, counted, on no more machines than given',
    async (seed) => {
      const journal = newJournal();
      const { file } = journal;
      const share = { share: 0.06 };
      const { exec } = open({
        seed,
        submitFaults: { throttle: { share: 0.3 }, unavailable: { share: 0.1 } },
        faults: { 'never-start': share, 'kill-before': share, 'kill-during': share, 'kill-after': share },
      });
      const many = Array.from({ length: 40 }, (_, index) => index);
      const retries = { limit: 0, lostWorkers: 20 };
      const list = exec.map(recorded(file, 2), many, { chunkSize: 2, retries });
      expect(await list).toEqual(many.map((item) => item * 10));
      expectCounted(list, journal);
      expect(fleet.peak).toBeLessThanOrEqual(3);
    },
  );
});

describe('cancelled array children', () => {
  it('are stopped, and make room for other jobs', async () => {
    const { exec } = open({});
    const forever = exec.map(() => new Promise(() => undefined), items);
    await eventually(() => fleet.busy).toBe(3);
    await forever.cancel();
    expect(await exec.map((n: number) => n, [7, 8])).toEqual([7, 8]);
    expect(await endsOf(forever)).toEqual(Array(6).fill('LITHOPS_CANCELLED'));
    expect(fleet.peak).toBe(3);
  });
});
