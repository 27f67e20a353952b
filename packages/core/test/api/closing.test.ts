import { type FunctionExecutor, isLithopsError, LocalhostExecutor, ServerlessExecutor } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { executorIn, places, rejectionOf } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

describe.each(places)('close on $place', (place) => {
  it('cancels what still runs, and says what was probably meant', async () => {
    const exec = place.open();
    const marks = newMarks();
    const list = exec.map(
      async (x: number) => {
        marks.set(`started ${x}`);
        await marks.seen('never');
      },
      [0, 1],
      { chunkSize: 1 },
    );
    await marks.count(2);
    await exec.close();
    const error = await rejectionOf(list);
    expect(isLithopsError(error, 'LITHOPS_CANCELLED')).toBe(true);
    expect(error.message).toMatch(/closed while 2 calls ran.*return await/);
    expect([...list].map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  it('can be repeated, and ends with the block of `await using`', async () => {
    let seen: FunctionExecutor | undefined;
    {
      await using exec = place.open();
      seen = exec;
      expect(await exec.map((x: number) => x, [1])).toEqual([1]);
    }
    await seen.close();
    expect(() => seen?.map((x: number) => x, [1])).toThrow(
      expect.objectContaining({ code: 'LITHOPS_EXECUTOR_CLOSED' }),
    );
  });

  it('of an executor that never ran anything is fine', async () => {
    const exec = place.open();
    await exec.close();
  });

  it('rejects when calls failed that nobody looked at', async () => {
    const exec = place.open();
    const list = exec.map(
      (x: number) => {
        throw new RangeError(`no ${x}`);
      },
      [1, 2],
    );
    await exec.callAsync(() => 'seen');
    await list.wait();
    const error = await rejectionOf(exec.close());
    expect(error).toMatchObject({
      code: 'LITHOPS_UNREAD_FAILURES',
      message: expect.stringMatching(/^2 calls failed.*no 1/),
    });
    expect((error.cause as AggregateError).errors).toEqual([expect.any(RangeError), expect.any(RangeError)]);
    await exec.close();
  });

  it('is content when somebody looked: awaited, settled, streamed, or read the error', async () => {
    const exec = place.open();
    const fail = () => {
      throw new Error('no');
    };
    await exec.map(fail, [1, 2]).catch(() => undefined);
    await exec.map(fail, [1, 2]).settled();
    for await (const { status } of exec.map(fail, [1, 2]).outcomes()) expect(status).toBe('rejected');
    const future = exec.callAsync(fail);
    await future.wait();
    expect(future.error).toBeInstanceOf(Error);
    await exec
      .map(fail, [1])
      .reduce((all) => all)
      .catch(() => undefined);
    await exec.close();
  });
});

describe.each(places)('cancel on $place', (place) => {
  it('reaches running calls and leaves the executor open', async () => {
    const exec = executorIn(place);
    const marks = newMarks();
    const forever = async (x: number) => {
      marks.set(`started ${x}`);
      await marks.seen('never');
    };
    const first = exec.map(forever, [0], { chunkSize: 1 });
    const second = exec.map(forever, [1], { chunkSize: 1 });
    await marks.count(2);
    await exec.cancel(first);
    expect([first.at(0)?.state, second.at(0)?.state]).toEqual(['cancelled', 'running']);
    await exec.cancel();
    expect(second.at(0)?.state).toBe('cancelled');
    await expect(second).rejects.toMatchObject({ code: 'LITHOPS_CANCELLED' });
    expect(await exec.map((x: number) => x, [1])).toEqual([1]);
    await exec.close();
  });

  it('of some futures leaves the others alone', async () => {
    const exec = executorIn(place);
    const list = exec.map((x: number) => x, [0, 1, 2], { chunkSize: 1 });
    const [first, second] = [...list];
    if (first === undefined || second === undefined) throw new Error('Expected two futures.');
    await exec.cancel([first, second]);
    expect(await list.at(2)).toBe(2);
    expect([first.state, second.state]).toEqual(['cancelled', 'cancelled']);
  });

  it('aborts ctx.signal of the running call', async () => {
    const exec = executorIn(place);
    const marks = newMarks();
    const future = exec.callAsync(async (_: number, { signal }) => {
      signal.addEventListener('abort', () => marks.set('aborted'));
      marks.set('started');
      await marks.seen('never', signal);
    }, 1);
    await marks.seen('started');
    await future.cancel();
    await expect(future).rejects.toMatchObject({ code: 'LITHOPS_CANCELLED' });
    if (place.place === 'inProcess()') await marks.seen('aborted');
  });

  it('stops even a call that blocks its worker', async () => {
    if (place.place === 'inProcess()') return;
    const exec = executorIn(place, { maxWorkers: 1 });
    const marks = newMarks();
    const blocked = exec.callAsync(() => {
      marks.set('started');
      for (;;);
    });
    await marks.seen('started');
    await blocked.cancel();
    expect(await exec.callAsync(() => 'free again')).toBe('free again');
  });
});

describe.each(places)('signals on $place', (place) => {
  it('of the executor cancel all it runs, of a call only that', async () => {
    const all = new AbortController();
    const one = new AbortController();
    const exec = executorIn(place, { signal: all.signal });
    const marks = newMarks();
    const forever = async (x: number) => {
      marks.set(`started ${x}`);
      await marks.seen('never');
    };
    const first = exec.map(forever, [1], { signal: one.signal });
    const second = exec.map(forever, [2]);
    await marks.count(2);
    one.abort(new Error('not this one'));
    await expect(first).rejects.toThrow('not this one');
    expect(second.at(0)?.state).toBe('running');
    all.abort();
    await expect(second).rejects.toMatchObject({ code: 'LITHOPS_CANCELLED' });
  });

  it('that were aborted before refuse the call', () => {
    const exec = executorIn(place);
    expect(() => exec.map((x: number) => x, [1], { signal: AbortSignal.abort() })).toThrow(/abort/i);
  });
});

describe.each(places)('jobSummary and clean on $place', (place) => {
  it('give a row per job, and delete temporary data without harm to results', async () => {
    const exec = executorIn(place);
    const list = exec.map(
      (x: number) => {
        if (x === 1) throw new Error('one');
        return x;
      },
      [0, 1, 2],
    );
    await list.settled();
    expect(exec.jobSummary()).toEqual([
      {
        jobId: list.jobId,
        calls: 3,
        failed: 1,
        seconds: expect.any(Number),
        execMs: expect.any(Number),
        maxExecMs: expect.any(Number),
        peakMemoryMb: expect.any(Number),
        usd: undefined,
      },
    ]);
    await exec.clean();
    expect(await list.at(2)).toBe(2);
  });
});

describe('executors of a mode', () => {
  it('run where they say', async () => {
    await using exec = new LocalhostExecutor({ maxWorkers: 1, progress: false });
    expect(await exec.map((x: number) => x + 1, [1])).toEqual([2]);
  });

  it('refuse a backend of another mode', () => {
    expect(() => new ServerlessExecutor({ backend: 'localhost' })).toThrow(
      expect.objectContaining({ code: 'LITHOPS_MODE' }),
    );
  });
});
