import { createRequire } from 'node:module';
import { type Fault, type FaultPlan, faas } from '@lithops/testing-backends';
import { describe, expect, it } from 'vitest';
import { useTimers } from './support/clock.js';
import { eventually } from './support/eventually.js';
import { begin, newJournal, recorded } from './support/journal.js';
import { openOn, useFleet } from './support/open.js';
import { endsOf, expectCounted } from './support/outcome-of.js';

const fleet = useFleet();
const items = [1, 2, 3, 4, 5, 6];
const values = [10, 20, 30, 40, 50, 60];

function open(faults: FaultPlan) {
  const { plugin, backend } = faas({ fleet, faults, maxWorkers: 3 });
  return { exec: openOn({ plugin, backend }), backend };
}

describe('a platform that turns work away', () => {
  it.each<Fault>(['throttle', 'unavailable'])(
    '%s: calls go again, uncounted, and run once',
    async (fault) => {
      const journal = newJournal();
      const { file } = journal;
      const { exec, backend } = open({ [fault]: { first: 5 } });
      const list = exec.map(recorded(file), items, { retries: 0 });
      expect(await list).toEqual(values);
      expect(backend.requests).toBe(items.length + 5);
      expect(journal.begun()).toEqual(['0.1', '1.1', '2.1', '3.1', '4.1', '5.1']);
      expectCounted(list, journal);
    },
  );

  it('unavailable for longer than a call may take and a minute: LITHOPS_BACKEND_UNAVAILABLE', async () => {
    const clock = useTimers();
    const { exec, backend } = open({ unavailable: { share: 1 } });
    const ends = endsOf(exec.map((n: number) => n, [1, 2], { timeoutMs: 1000 }));
    await eventually(() => backend.requests).toBeGreaterThan(0);
    await clock.skip(90);
    expect(await ends).toEqual(['LITHOPS_BACKEND_UNAVAILABLE', 'LITHOPS_BACKEND_UNAVAILABLE']);
  });

  it('reject: that call fails with LITHOPS_INVOKE_REJECTED and never runs, the others do', async () => {
    const journal = newJournal();
    const { file } = journal;
    const { exec } = open({ reject: { first: 1 } });
    const list = exec.map(recorded(file), items);
    expect(await endsOf(list)).toEqual(['LITHOPS_INVOKE_REJECTED', ...values.slice(1)]);
    expect(journal.runsOf(0)).toBe(0);
  });

  it('runtime missing for all that were sent: deployed once more, everything runs once', async () => {
    const journal = newJournal();
    const { file } = journal;
    const { exec, backend } = open({ 'runtime-missing': { first: 3 } });
    expect(await exec.map(recorded(file), items, { retries: 0 })).toEqual(values);
    expect(backend.deployments).toBe(2);
    expect(journal.begun()).toHaveLength(items.length);
  });

  it('runtime missing again after that: LITHOPS_RUNTIME_MISSING', async () => {
    const { exec, backend } = open({ 'runtime-missing': { share: 1 } });
    expect(await endsOf(exec.map((n: number) => n, [1]))).toEqual(['LITHOPS_RUNTIME_MISSING']);
    expect(backend.deployments).toBe(2);
  });
});

describe('a backend that was loaded as CommonJS, beside a core that was loaded as ES module', () => {
  it('is understood when it throws its own TransportError', async () => {
    const { plugin, backend } = faas({ fleet });
    const { TransportError } = createRequire(import.meta.url)('@lithops/core/spec');
    backend.invoke = () => Promise.reject(new TransportError('rejected', 'No.'));
    const exec = openOn({ plugin, backend });
    expect(await endsOf(exec.map((n: number) => n, [1]))).toEqual(['LITHOPS_INVOKE_REJECTED']);
  });
});

describe('a worker or reply that is lost', () => {
  const losses: readonly (readonly [Fault, string])[] = [
    ['kill-before', 'LITHOPS_WORKER_LOST'],
    ['kill-during', 'LITHOPS_WORKER_LOST'],
    ['kill-after', 'LITHOPS_WORKER_LOST'],
    ['lose-reply', 'LITHOPS_WORKER_LOST'],
    ['no-word', 'LITHOPS_WORKER_LOST'],
    ['garbage', 'LITHOPS_PROTOCOL'],
  ];

  it.each(losses)('%s once: the call has another, counted attempt', async (fault) => {
    const journal = newJournal();
    const { file } = journal;
    const { exec, backend } = open({ [fault]: { first: 1 } });
    const list = exec.map(recorded(file, 50), items);
    expect(await list).toEqual(values);
    expect(backend.faults.count(fault)).toBe(1);
    expect([...list].map((future) => future.stats.attempts).sort()).toEqual([1, 1, 1, 1, 1, 2]);
    expectCounted(list, journal);
    expect(fleet.peak).toBeLessThanOrEqual(3);
  });

  it.each(losses)('%s with retries: 0: one attempt, then %s', async (fault, code) => {
    const journal = newJournal();
    const { file } = journal;
    const { exec } = open({ [fault]: { first: 1 } });
    const list = exec.map(recorded(file, 5), items, { retries: 0 });
    const ends = await endsOf(list);
    expect(ends.filter((end) => end === code)).toHaveLength(1);
    expect(ends.filter((end) => typeof end === 'number')).toHaveLength(items.length - 1);
    expectCounted(list, journal);
  });

  it('lost every time: LITHOPS_WORKER_LOST after three attempts, with what the worker wrote last', async () => {
    const journal = newJournal();
    const { file } = journal;
    const { exec } = open({ 'kill-during': { share: 1 } });
    const call = exec.callAsync(async (_: undefined, ctx) => {
      process.stderr.write('famous last words\n');
      begin(file, ctx);
      await new Promise(() => undefined);
    }, undefined);
    await expect(call).rejects.toMatchObject({ code: 'LITHOPS_WORKER_LOST', attempt: 3 });
    await expect(call).rejects.toThrow('famous last words');
    expect(journal.begun()).toEqual(['0.1', '0.2', '0.3']);
  });

  it('out of memory: LITHOPS_OUT_OF_MEMORY, not tried again by itself', async () => {
    const journal = newJournal();
    const { file } = journal;
    const { exec } = open({ 'out-of-memory': { first: 1 } });
    const ends = await endsOf(exec.map(recorded(file, 50), [1]));
    expect(ends).toEqual(['LITHOPS_OUT_OF_MEMORY']);
    expect(journal.begun()).toEqual(['0.1']);
  });

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
      { chunkSize: 3, timeoutMs: 10_000 },
    );
    expect(await endsOf(list)).toEqual(['a', 'LITHOPS_WORKER_LOST', 'c']);
    expect([...list].map((future) => future.stats.attempts)).toEqual([2, 3, 2]);
    expectCounted(list, journal);
  });
});

describe('answers that come twice, late or never', () => {
  it('twice: the call settles once, and runs once', async () => {
    const journal = newJournal();
    const { file } = journal;
    const { exec } = open({ 'answer-twice': { share: 1 } });
    const list = exec.map(recorded(file), items);
    expect(await list).toEqual(values);
    expect(journal.begun()).toHaveLength(items.length);
  });

  it('after the call was cancelled: it stays cancelled', async () => {
    const { exec, backend } = open({ 'answer-late': { first: 1 } });
    const list = exec.map((n: number) => n, [1]);
    await eventually(() => backend.faults.count('answer-late')).toBe(1);
    await list.cancel();
    expect(await endsOf(list)).toEqual(['LITHOPS_CANCELLED']);
    expect(await exec.map((n: number) => n, [2])).toEqual([2]);
  });

  it('never, because it never started: LITHOPS_TIMEOUT a minute after its limit', async () => {
    const clock = useTimers();
    const { exec, backend } = open({ 'never-start': { first: 1 } });
    const list = exec.map((n: number) => n, [1], { timeoutMs: 1000 });
    const ends = endsOf(list);
    await eventually(() => backend.faults.count('never-start')).toBe(1);
    await clock.skip(55);
    expect(list.at(0)?.state).toBe('invoked');
    await clock.skip(10);
    expect(await ends).toEqual(['LITHOPS_TIMEOUT']);
  });

  it('not before every call of the chunk could have taken its whole time', async () => {
    const clock = useTimers();
    const { exec, backend } = open({ 'answer-late': { first: 1 } });
    const list = exec.map((n: number) => n, [1, 2, 3, 4], { timeoutMs: 30_000, chunkSize: 4 });
    await eventually(() => backend.faults.count('answer-late')).toBe(1);
    await eventually(() => fleet.started - fleet.busy).toBe(1);
    await clock.skip(175);
    expect([...list].map((future) => future.state)).toEqual(Array(4).fill('invoked'));
    await clock.skip(10);
    expect(await list).toEqual([1, 2, 3, 4]);
    expect(fleet.started).toBe(1);
  });
});

describe('everything at once', () => {
  it.each([1, 2])(
    'seed %i: every call settles with its value, counted, on no more slots than given',
    async (seed) => {
      const journal = newJournal();
      const { file } = journal;
      const share = { share: 0.06 };
      const { plugin, backend } = faas({
        fleet,
        seed,
        maxWorkers: 3,
        faults: {
          throttle: share,
          'kill-before': share,
          'kill-during': share,
          'lose-reply': share,
          garbage: share,
          'answer-twice': share,
        },
      });
      const exec = openOn({ plugin, backend });
      const many = Array.from({ length: 40 }, (_, index) => index);
      const retries = { limit: 0, lostWorkers: 20 };
      const list = exec.map(recorded(file, 2), many, {
        chunkSize: 2,
        retries,
      });
      expect(await list).toEqual(many.map((item) => item * 10));
      expectCounted(list, journal);
      expect(fleet.peak).toBeLessThanOrEqual(3);
    },
  );
});

describe('cancelled work', () => {
  it('frees its slot only when it is gone', async () => {
    const { exec } = open({});
    const forever = exec.map(() => new Promise(() => undefined), [1, 2, 3]);
    await eventually(() => fleet.busy).toBe(3);
    await forever.cancel();
    expect(await exec.map((n: number) => n, [4, 5, 6])).toEqual([4, 5, 6]);
    expect(fleet.peak).toBe(3);
    await endsOf(forever);
  });

  it('that cannot be stopped keeps its slot to its end, though its futures settle at once', async () => {
    const { plugin, backend } = faas({ fleet, cancel: 'none', maxWorkers: 1 });
    const exec = openOn({ plugin, backend });
    const { file, lines } = newJournal();
    const first = exec.map(recorded(file, 300), [1]);
    await eventually(() => lines().length).toBe(1);
    await first.cancel();
    expect(await endsOf(first)).toEqual(['LITHOPS_CANCELLED']);
    expect(lines()).toEqual(['+0.1']);
    expect(await exec.map(recorded(file), [2])).toEqual([20]);
    expect(lines()).toEqual(['+0.1', '-0.1', '+0.1', '-0.1']);
  });

  it('that cannot be stopped does not hold up close()', async () => {
    const { plugin, backend } = faas({ fleet, cancel: 'none' });
    const exec = openOn({ plugin, backend });
    const ends = endsOf(exec.map(() => new Promise(() => undefined), [1]));
    await eventually(() => fleet.busy).toBe(1);
    await exec.close();
    expect(await ends).toEqual(['LITHOPS_CANCELLED']);
  });
});
