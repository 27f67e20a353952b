import { describe, expect, it } from 'vitest';
import { places, sharedExecutorIn, streamed } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

describe.each(places)('streaming on $place', (place) => {
  const exec = sharedExecutorIn(place);

  it('reads input only as far as there is room for unread results', async () => {
    let read = 0;
    function* endless() {
      for (;;) yield read++;
    }
    const window = 8;
    const results = exec.map((x: number) => x, endless(), { window, chunkSize: 1 })[Symbol.asyncIterator]();
    await results.next();
    await expect.poll(() => read).toBeGreaterThanOrEqual(window);
    const settledAt = read;
    await exec.callAsync(() => 'another job runs meanwhile');
    expect(read).toBe(settledAt);
    expect(read).toBeLessThanOrEqual(3 * window);
    for (let step = 0; step < 4; step++) await results.next();
    await expect.poll(() => read).toBeGreaterThan(settledAt);
    await results.return?.();
  });

  it('pauses dispatch for sized input as well', async () => {
    const marks = newMarks();
    const items = Array.from({ length: 100 }, (_, index) => index);
    const list = exec.map((x: number) => marks.set(String(x)), items, { window: 4, chunkSize: 1 });
    const results = list[Symbol.asyncIterator]();
    await results.next();
    await marks.count(4);
    await exec.callAsync(() => 'another job runs meanwhile');
    expect(marks.all.length).toBeLessThanOrEqual(2 + 2 * 4);
    await results.return?.();
  });

  it('hands each result out once: the list cannot be awaited afterwards', async () => {
    const list = exec.map((x: number) => x, [1, 2, 3]);
    const values: number[] = [];
    for await (const { value } of streamed(list)) values.push(value);
    expect(values.sort()).toEqual([1, 2, 3]);
    await expect(list).rejects.toMatchObject({ code: 'LITHOPS_RESULTS_RELEASED' });
    await expect(list.getResult()).rejects.toMatchObject({ code: 'LITHOPS_RESULTS_RELEASED' });
    await expect(list.settled()).rejects.toMatchObject({ code: 'LITHOPS_RESULTS_RELEASED' });
    await expect(list.at(0)?.result()).rejects.toMatchObject({ code: 'LITHOPS_RESULTS_RELEASED' });
  });

  it('of a list that is awaited as well keeps its results: the first consumer decides', async () => {
    const list = exec.map((x: number) => x, [1, 2, 3]);
    const all = list.then((values) => values);
    const values: number[] = [];
    for await (const { value } of streamed(list)) values.push(value);
    expect(values.sort()).toEqual([1, 2, 3]);
    expect(await all).toEqual([1, 2, 3]);
    expect(await list).toEqual([1, 2, 3]);
  });

  it('left early cancels the rest and ends the input', async () => {
    let closed = false;
    function* numbers() {
      try {
        for (let n = 0; ; n++) yield n;
      } finally {
        closed = true;
      }
    }
    const list = exec.map((x: number) => x, numbers());
    for await (const { value } of streamed(list)) {
      expect(value).toBeTypeOf('number');
      break;
    }
    expect(closed).toBe(true);
    const ends = await list.wait();
    expect(ends.notDone).toEqual([]);
  });

  it('of an input that throws gives what came before, then that error', async () => {
    function* numbers() {
      yield 1;
      throw new Error('the input broke');
    }
    const list = exec.map((x: number) => x, numbers());
    expect((await list.settled()).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(list.at(1)?.error).toMatchObject({ message: 'the input broke' });
  });

  it('reads an async input with back-pressure', async () => {
    const marks = newMarks();
    let read = 0;
    async function* pages() {
      for (; read < 1000; read++) yield read;
    }
    const list = exec.map(
      async (x: number) => {
        await marks.seen('go');
        return x;
      },
      pages(),
      { chunkSize: 1 },
    );
    await list.wait({ returnWhen: 'ANY_COMPLETED', timeoutMs: 200 });
    expect(read).toBeLessThan(20);
    marks.set('go');
    expect((await list).length).toBe(1000);
  });
});
