import { setTimeout as sleep } from 'node:timers/promises';
import { LithopsError } from '@lithops/core';
import type { TestPlugin, WorkerFleet } from '@lithops/testing-backends';
import { describe, expect, it } from 'vitest';
import { eventually } from './eventually.js';
import { begin, end, newJournal, recorded } from './journal.js';
import { keysOf, openOn } from './open.js';
import { endsOf } from './outcome-of.js';
import { Money, OutOfStock, sell } from './shapes.js';

const KB = 1024;

/** What every backend must do, whatever way work takes to it and back: the same tests for all. */
export function wholeJobSuite(fleet: WorkerFleet, backend: () => TestPlugin<unknown>): void {
  describe('jobs', () => {
    it('map gives results in the order of the input', async () => {
      const exec = openOn(backend());
      const slowFirst = async (item: number) => {
        await sleep(item * 10);
        return item * 2;
      };
      expect(await exec.map(slowFirst, [5, 4, 3, 2, 1])).toEqual([10, 8, 6, 4, 2]);
    });

    it('callAsync runs one call, with undefined and null as results', async () => {
      const exec = openOn(backend());
      const given = [
        exec.callAsync(() => undefined),
        exec.callAsync(() => null),
        exec.callAsync((n) => n, 7),
      ];
      expect(await Promise.all(given)).toEqual([undefined, null, 7]);
    });

    it('mapReduce hands all results to one reducer, in order', async () => {
      const exec = openOn(backend());
      const joined = await exec.mapReduce(
        (word: string) => word.toUpperCase(),
        ['a', 'b', 'c'],
        (words) => words.join('-'),
      );
      expect(joined).toBe('A-B-C');
    });

    it('a list chains into a map and a reduce', async () => {
      const exec = openOn(backend());
      const sum = exec
        .map((n: number) => n + 1, [1, 2, 3])
        .map((n) => n * 10)
        .reduce((all) => all.reduce((a, b) => a + b, 0));
      expect(await sum).toBe(90);
    });

    it('a call that returns ctx.map settles with the results of the nested job, run by the client', async () => {
      const exec = openOn(backend());
      const nested = await exec.map((n: number, ctx) => ctx.map((x: number) => x * x, [n, n + 1]), [1, 10]);
      expect(nested).toEqual([
        [1, 4],
        [100, 121],
      ]);
    });

    it('a call may hand over more data than fits into its reply', async () => {
      const exec = openOn(backend());
      const lengths = await exec.callAsync(
        (_: undefined, ctx) =>
          ctx.map(
            (text: string) => text.length,
            Array.from({ length: 8 }, () => 'x'.repeat(20 * KB)),
          ),
        undefined,
      );
      expect(lengths).toEqual(Array.from({ length: 8 }, () => 20 * KB));
    });

    it('500 calls on few workers come back whole, each run once', async () => {
      const journal = newJournal();
      const { file } = journal;
      const exec = openOn(backend());
      const items = Array.from({ length: 500 }, (_, index) => index);
      const results = await exec.map(recorded(file), items, { chunkSize: 50, timeoutMs: 10_000 });
      expect(results).toEqual(items.map((item) => item * 10));
      expect(journal.begun()).toEqual(items.map((item) => `${item}.1`).sort());
    });

    it('two jobs at once do not take each other their input', async () => {
      const exec = openOn(backend());
      const items = Array.from({ length: 12 }, (_, index) => index);
      const [left, right] = await Promise.all([
        exec.map((n: number) => `left ${n}`, items, { chunkSize: 2, timeoutMs: 10_000 }),
        exec.map((n: number) => `right ${n}`, items, { chunkSize: 2, timeoutMs: 10_000 }),
      ]);
      expect(left).toEqual(items.map((n) => `left ${n}`));
      expect(right).toEqual(items.map((n) => `right ${n}`));
    });

    it('never runs more calls at once than maxWorkers', async () => {
      const journal = newJournal();
      const { file } = journal;
      const exec = openOn(backend(), { maxWorkers: 2 });
      await exec.map(recorded(file, 30), [1, 2, 3, 4, 5, 6]);
      expect(journal.begun()).toHaveLength(6);
      expect(journal.peak()).toBeLessThanOrEqual(2);
    });
  });

  describe('values', () => {
    it('items, results and captured data over the limits of payload and reply travel through storage', async () => {
      const exec = openOn(backend());
      const shared = 'c'.repeat(300 * KB);
      const items = ['a', 'b', 'c'].map((letter) => letter.repeat(100 * KB));
      const results = await exec.map((item: string) => item + shared.slice(0, 100 * KB), items);
      expect(results.map((result) => result.length)).toEqual([200 * KB, 200 * KB, 200 * KB]);
      expect(results[1]?.startsWith('bbb')).toBe(true);
    });

    it('instances of own classes arrive as such on both sides', async () => {
      const exec = openOn(backend());
      const [doubled] = await exec.map((money: Money) => money.times(2), [new Money(250, 'EUR')]);
      expect(doubled).toBeInstanceOf(Money);
      expect(doubled?.cents).toBe(500);
    });
  });

  describe('failures', () => {
    it('errors keep class, message, fields and the stack of the file that threw', async () => {
      const exec = openOn(backend());
      const failed = await exec.callAsync(sell, 'tea').catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(OutOfStock);
      expect(failed).toMatchObject({ message: 'No tea left', article: 'tea' });
      expect((failed as Error).stack).toMatch(/shapes\.ts:\d+/);
    });

    it('errors of Lithops inside a call keep their code', async () => {
      const exec = openOn(backend());
      const call = exec.callAsync(
        (key: string, ctx) => ctx.storage.getObject(ctx.storage.bucket, key),
        'nothing-there',
      );
      await expect(call).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
      await expect(call).rejects.toBeInstanceOf(LithopsError);
    });

    it('an error larger than the reply arrives whole', async () => {
      const exec = openOn(backend());
      const call = exec.callAsync((size) => Promise.reject(new Error('e'.repeat(size))), 100 * KB);
      await expect(call).rejects.toHaveProperty('message.length', 100 * KB);
    });

    it('a failed call is run again as often as retries says, others are not', async () => {
      const journal = newJournal();
      const { file } = journal;
      const exec = openOn(backend());
      const list = exec.map(
        (item: string, ctx) => {
          begin(file, ctx);
          if (item === 'shaky' && ctx.attempt < 3) throw new Error(`attempt ${ctx.attempt}`);
          return `${item} ${ctx.attempt}`;
        },
        ['good', 'shaky'],
        { retries: 2 },
      );
      expect(await list).toEqual(['good 1', 'shaky 3']);
      expect(journal.begun()).toEqual(['0.1', '1.1', '1.2', '1.3']);
    });

    it('cancelling rejects what is not done, keeps what is, and stops dispatch', async () => {
      const journal = newJournal();
      const { file } = journal;
      const exec = openOn(backend(), { maxWorkers: 2 });
      const list = exec.map(
        recorded(file, 200),
        Array.from({ length: 20 }, (_, index) => index),
      );
      await list.at(0);
      await list.cancel();
      const ends = await list.settled();
      expect(ends[0]).toEqual({ status: 'fulfilled', value: 0 });
      expect(ends[19]).toMatchObject({ status: 'rejected', reason: { code: 'LITHOPS_CANCELLED' } });
      await exec.close();
      expect(journal.begun().length).toBeLessThan(20);
    });

    it('closing while calls run settles them, ends soon, and leaves nothing in storage', async () => {
      const exec = openOn(backend());
      const list = exec.map(async () => await sleep(60_000), [1, 2]);
      const ends = list.settled();
      await eventually(() => fleet.busy).toBeGreaterThan(0);
      await exec.close();
      expect(await ends).toMatchObject([
        { status: 'rejected', reason: { code: 'LITHOPS_CANCELLED' } },
        { status: 'rejected', reason: { code: 'LITHOPS_CANCELLED' } },
      ]);
      expect(fleet.busy).toBe(0);
      expect(await keysOf(exec)).toEqual([]);
    });

    it('a call over its limit fails with LITHOPS_TIMEOUT, the rest of its chunk runs, and nothing of it runs on', async () => {
      const journal = newJournal();
      const { file } = journal;
      const exec = openOn(backend(), { retries: 0 });
      const list = exec.map(
        async (item: string, ctx) => {
          begin(file, ctx);
          if (item === 'slow') {
            await sleep(600);
            end(file, ctx);
          }
          return item;
        },
        ['a', 'slow', 'c', 'd'],
        { timeoutMs: 200, chunkSize: 4 },
      );
      expect(await endsOf(list)).toEqual(['a', 'LITHOPS_TIMEOUT', 'c', 'd']);
      expect(journal.begun()).toEqual(['0.1', '1.1', '2.1', '3.1']);
      await sleep(600);
      expect(journal.lines()).not.toContain('-1.1');
    });

    it('a call alone over its limit fails with LITHOPS_TIMEOUT', async () => {
      const exec = openOn(backend());
      const call = exec.callAsync(async () => await sleep(60_000), undefined, { timeoutMs: 200 });
      await expect(call).rejects.toMatchObject({ code: 'LITHOPS_TIMEOUT' });
    });
  });
}
