import { Storage } from '@lithops/core';
import { events, type Fault, type FaultPlan } from '@lithops/testing-backends';
import { describe, expect, it } from 'vitest';
import { useTimers } from './support/clock.js';
import { eventually } from './support/eventually.js';
import { newJournal, recorded } from './support/journal.js';
import { openOn, useFleet } from './support/open.js';
import { endsOf, expectCounted } from './support/outcome-of.js';

const fleet = useFleet();
const items = [1, 2, 3, 4, 5, 6];
const values = [10, 20, 30, 40, 50, 60];

function open(faults: FaultPlan) {
  const { plugin, backend } = events({ fleet, faults, maxWorkers: 3 });
  return { exec: openOn({ plugin, backend }), backend };
}

describe('a platform that turns events away', () => {
  it.each<Fault>(['throttle', 'unavailable', 'runtime-missing'])(
    '%s: calls go again, uncounted, and run once',
    async (fault) => {
      const journal = newJournal();
      const { file } = journal;
      const { exec, backend } = open({ [fault]: { first: 3 } });
      const list = exec.map(recorded(file), items, { retries: 0 });
      expect(await list).toEqual(values);
      expect(backend.faults.count(fault)).toBe(3);
      expect(journal.begun()).toEqual(['0.1', '1.1', '2.1', '3.1', '4.1', '5.1']);
    },
  );

  it('reject: that call fails with LITHOPS_INVOKE_REJECTED and never runs, the others do', async () => {
    const journal = newJournal();
    const { file } = journal;
    const { exec } = open({ reject: { first: 1 } });
    expect(await endsOf(exec.map(recorded(file), items))).toEqual([
      'LITHOPS_INVOKE_REJECTED',
      ...values.slice(1),
    ]);
    expect(journal.runsOf(0)).toBe(0);
  });

  it('an acceptance that gets lost: the call may run again, counted, and settles once', async () => {
    const journal = newJournal();
    const { file } = journal;
    const { exec } = open({ 'lose-reply': { first: 2 } });
    const list = exec.map(recorded(file), items);
    expect(await list).toEqual(values);
    expectCounted(list, journal);
  });
});

describe('a worker that nobody hears of again', () => {
  it.each<Fault>(['kill-before', 'kill-during', 'never-start', 'garbage'])(
    '%s: LITHOPS_TIMEOUT a minute after the limit, the others are there',
    async (fault) => {
      const clock = useTimers();
      const journal = newJournal();
      const { file } = journal;
      const { exec, backend } = open({ [fault]: { first: 1 } });
      const list = exec.map(recorded(file, 200), items, { timeoutMs: 10_000 });
      const ends = endsOf(list);
      await eventually(() => [...list].slice(1).map((future) => future.state)).toEqual(
        Array(5).fill('success'),
      );
      await eventually(() => fleet.busy).toBe(0);
      await clock.skip(75);
      expect(await ends).toEqual(['LITHOPS_TIMEOUT', ...values.slice(1)]);
      expect(backend.faults.count(fault)).toBe(1);
      expectCounted(list, journal);
    },
  );

  it('killed after its outcomes were written: nothing is lost, nothing runs again', async () => {
    const journal = newJournal();
    const { file } = journal;
    const { exec } = open({ 'kill-after': { first: 2 } });
    expect(await exec.map(recorded(file), items)).toEqual(values);
    expect(journal.begun()).toHaveLength(items.length);
  });

  it('in a chunk: each of its calls goes again by itself', async () => {
    const clock = useTimers();
    const journal = newJournal();
    const { file } = journal;
    const { exec } = open({ 'never-start': { first: 1 } });
    const list = exec.map(recorded(file), [1, 2, 3], { timeoutMs: 10_000, chunkSize: 3 });
    await eventually(() => list.at(0)?.state).toBe('invoked');
    await clock.skip(95);
    expect(await list).toEqual([10, 20, 30]);
    expect(journal.begun()).toEqual(['0.2', '1.2', '2.2']);
  });
});

describe('events that are delivered twice or late', () => {
  it('twice: the call settles once', async () => {
    const { exec } = open({ 'answer-twice': { share: 1 } });
    expect(await exec.map((n: number) => n * 10, items)).toEqual(values);
    await eventually(() => fleet.busy).toBe(0);
  });

  it('after the client gave up: it stays given up, and what the late worker stores is cleaned', async () => {
    const clock = useTimers();
    const { exec, backend } = open({ 'answer-late': { first: 1 } });
    const list = exec.map((n: number) => n, [1], { timeoutMs: 10_000 });
    const ends = endsOf(list);
    await eventually(() => backend.faults.count('answer-late')).toBe(1);
    await clock.skip(75);
    expect(await ends).toEqual(['LITHOPS_TIMEOUT']);
    await eventually(() => fleet.started).toBe(1);
    await eventually(() => fleet.busy).toBe(0);
    expect(await endsOf(list)).toEqual(['LITHOPS_TIMEOUT']);
  });
});

describe('work that cannot be stopped', () => {
  it('keeps its slot after it was cancelled, until it has ended', async () => {
    const journal = newJournal();
    const { file } = journal;
    const { exec } = open({});
    const cancelled = exec.map(recorded(file, 2000), [1, 2, 3]);
    await eventually(() => journal.begun().length).toBe(3);
    await cancelled.cancel();
    expect(await exec.map(recorded(file, 10), [4, 5, 6])).toEqual([40, 50, 60]);
    expect(await endsOf(cancelled)).toEqual(Array(3).fill('LITHOPS_CANCELLED'));
    expect(journal.peak()).toBe(3);
  });
});

describe('what strangers write beside the outcomes', () => {
  it('settles nothing', async () => {
    const journal = newJournal();
    const { file } = journal;
    const { exec } = open({});
    const list = exec.map(recorded(file, 300), [1]);
    await eventually(() => journal.begun().length).toBe(1);
    await using storage = new Storage({ storage: 'localhost' });
    const status = `lithops.jobs/${list.jobId}/status`;
    await storage.putObject(storage.bucket, `${status}/00000000.01.ok`, 'forged');
    await storage.putObject(storage.bucket, `${status}/00000000.01.err.Zm9yZ2Vk`, '');
    await storage.putObject(storage.bucket, `${status}/bA0000-00000000`, 'forged');
    expect(await list).toEqual([10]);
  });
});
