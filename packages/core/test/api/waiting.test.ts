import { describe, expect, it } from 'vitest';
import { executorIn, places, rejectionOf, sharedExecutorIn } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

describe.each(places)('getResult on $place', (place) => {
  const exec = sharedExecutorIn(place);

  it('of a future is its value, of a list an array, of several a tuple', async () => {
    const one = exec.callAsync((x: number) => x, 1);
    const list = exec.map((x: number) => x * 2, [1, 2]);
    expect(await exec.getResult(one)).toBe(1);
    expect(await exec.getResult(list)).toEqual([2, 4]);
    expect(await exec.getResult([one, list])).toEqual([1, [2, 4]]);
    expect(await exec.getResult([])).toEqual([]);
    expect(await exec.getResult([...list])).toEqual([2, 4]);
  });

  it('of anything else is refused', async () => {
    const getResult = (value: unknown): Promise<unknown> => Reflect.apply(exec.getResult, exec, [value]);
    await expect(getResult(3)).rejects.toMatchObject({ code: 'LITHOPS_INVALID_ARGUMENT' });
    await expect(getResult(null)).rejects.toMatchObject({ code: 'LITHOPS_INVALID_ARGUMENT' });
  });

  it('gives undefined for failed calls when it is not to throw', async () => {
    const list = exec.map(
      (x: number) => {
        if (x === 2) throw new Error('two');
        return x;
      },
      [1, 2, 3],
    );
    expect(await exec.getResult(list, { throwOnError: false })).toEqual([1, undefined, 3]);
    await expect(exec.getResult(list)).rejects.toThrow('two');
  });

  it('after its time is over rejects, and destroys nothing', async () => {
    const marks = newMarks();
    const list = exec.map(
      async (x: number) => {
        await marks.seen('go');
        return x;
      },
      [1, 2],
    );
    expect(await rejectionOf(exec.getResult(list, { timeoutMs: 50 }))).toMatchObject({
      code: 'LITHOPS_WAIT_TIMEOUT',
      message: expect.stringContaining('50 ms'),
    });
    expect(await rejectionOf(list.getResult({ timeoutMs: 50 }))).toMatchObject({
      code: 'LITHOPS_WAIT_TIMEOUT',
    });
    marks.set('go');
    expect(await exec.getResult(list)).toEqual([1, 2]);
  });

  it('waits longer than timers can, if that was asked for', async () => {
    const marks = newMarks();
    const list = exec.map((x: number) => marks.seen('go').then(() => x), [1]);
    const values = list.getResult({ timeoutMs: 30 * 24 * 3_600_000 });
    const waited = list.wait({ timeoutMs: 30 * 24 * 3_600_000 });
    // A timer that took it for nothing would have fired by then.
    await list.wait({ timeoutMs: 20 });
    marks.set('go');
    expect(await values).toEqual([1]);
    expect((await waited).notDone).toEqual([]);
  });

  it('is given up by a signal, and destroys nothing', async () => {
    const marks = newMarks();
    const future = exec.callAsync(() => marks.seen('go').then(() => 1));
    const stop = new AbortController();
    const waiting = exec.getResult(future, { signal: stop.signal });
    stop.abort(new Error('not now'));
    await expect(waiting).rejects.toThrow('not now');
    marks.set('go');
    expect(await future).toBe(1);
  });
});

describe.each(places)('getResult without argument on $place', (place) => {
  it('gives what was not read yet, in the order of the calls, as an array', async () => {
    const exec = executorIn(place);
    expect(await exec.getResult()).toEqual([]);
    exec.map((x: number) => x, [1, undefined, 3] as number[]);
    exec.callAsync((x: number) => x, 4);
    expect(await exec.getResult()).toEqual([1, undefined, 3, 4]);
    expect(await exec.getResult()).toEqual([]);
    const read = exec.map((x: number) => x, [5]);
    await read;
    exec.callAsync((x: number[]) => x, [6]);
    expect(await exec.getResult()).toEqual([[6]]);
  });

  it('leaves out what was read future by future, failures too', async () => {
    const exec = executorIn(place);
    const list = exec.map(
      (x: number) => {
        if (x === 1) throw new Error('one');
        return x;
      },
      [0, 1, 2, 3],
    );
    expect(await list.at(2)).toBe(2);
    await expect(list.at(1)).rejects.toThrow('one');
    expect(await exec.getResult()).toEqual([0, 3]);
    const another = exec.map((x: number) => x, [5, 6]);
    expect(await exec.getResult([...another])).toEqual([5, 6]);
    expect(await exec.getResult()).toEqual([]);
  });

  it('leaves out what a reducer or a chained call took', async () => {
    const exec = executorIn(place);
    exec.mapReduce(
      (x: number) => x,
      [1, 2],
      (all) => all.length,
    );
    expect(await exec.getResult()).toEqual([2]);
    exec.map((x: number) => x, [1, 2]).map((x) => x * 10);
    expect(await exec.getResult()).toEqual([10, 20]);
  });
});

describe.each(places)('wait on $place', (place) => {
  const exec = sharedExecutorIn(place);
  const indexes = (futures: readonly { index: number }[]) => futures.map(({ index }) => index);

  function twoOfFour() {
    const marks = newMarks();
    const list = exec.map(
      async (x: number) => {
        if (x > 1) await marks.seen('go');
        return x;
      },
      [0, 1, 2, 3],
      { chunkSize: 1 },
    );
    return { list, finish: () => marks.set('go') };
  }

  it('for ALWAYS returns at once, for ANY_COMPLETED with the first', async () => {
    const { list, finish } = twoOfFour();
    const always = await exec.wait(list, { returnWhen: 'ALWAYS' });
    expect(always.done.length + always.notDone.length).toBe(4);
    const any = await exec.wait(list, { returnWhen: 'ANY_COMPLETED' });
    expect(any.done.length).toBeGreaterThanOrEqual(1);
    expect(indexes(any.notDone)).toEqual(expect.arrayContaining([2, 3]));
    finish();
    await list;
  });

  it('for a percentage returns with that part', async () => {
    const { list, finish } = twoOfFour();
    const { done, notDone } = await exec.wait(list, { returnWhen: 50 });
    expect([indexes(done), indexes(notDone)]).toEqual([
      [0, 1],
      [2, 3],
    ]);
    finish();
    await list;
  });

  it('for ALL_COMPLETED, the default, returns with all; a failed call is done', async () => {
    const list = exec.map(
      (x: number) => {
        if (x === 1) throw new Error('one');
        return x;
      },
      [0, 1],
    );
    const { done, notDone } = await exec.wait(list);
    expect([indexes(done), notDone]).toEqual([[0, 1], []]);
    await expect(exec.wait(list, { throwOnError: true })).rejects.toThrow('one');
  });

  it('returns what is done when its time is over, and destroys nothing', async () => {
    const { list, finish } = twoOfFour();
    await list.wait({ returnWhen: 50 });
    const { done, notDone } = await exec.wait(list, { timeoutMs: 30 });
    expect([indexes(done), indexes(notDone)]).toEqual([
      [0, 1],
      [2, 3],
    ]);
    finish();
    expect(await list).toEqual([0, 1, 2, 3]);
  });

  it('takes a future, some futures, several lists by their futures, or all of the executor', async () => {
    const other = executorIn(place);
    const list = other.map((x: number) => x, [1, 2]);
    const one = other.callAsync((x: number) => x, 3);
    expect(indexes((await other.wait(one)).done)).toEqual([0]);
    expect((await other.wait([...list, one])).done).toHaveLength(3);
    expect((await other.wait()).done).toHaveLength(3);
    expect((await other.wait({ returnWhen: 'ALWAYS' })).done).toHaveLength(3);
    expect((await other.wait([])).done).toEqual([]);
  });

  it('names the option that does not exist', async () => {
    const list = exec.map((x: number) => x, [1]);
    const wrong: object = { returnwhen: 'ALWAYS' };
    await expect(list.wait(wrong)).rejects.toMatchObject({
      code: 'LITHOPS_UNKNOWN_OPTION',
      message: expect.stringContaining('Did you mean "returnWhen"?'),
    });
    await expect(exec.wait(list, { returnWhen: 101 })).rejects.toThrow(/percentage from 0 to 100/);
  });
});
