import { FunctionExecutor } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../support/executors.js';
import { newMarks } from '../support/gates.js';
import { asOneUser, countingWork, Programs } from '../support/persisted.js';

asOneUser();

describe('work that a call of a persisted job hands over', () => {
  it('belongs to the call: it is begun anew with it when it had not ended, and not when it had', async () => {
    const programs = new Programs();
    const marks = newMarks();
    const parent = (n: number, ctx: import('@lithops/core').CallContext) => {
      marks.set(`parent ${n} as ${ctx.attempt}`);
      return ctx.map(
        async (x: number, { signal }) => {
          if (x === 1) await marks.seen('go', signal);
          return x * 2;
        },
        [n, n],
      );
    };
    const exec = programs.open();
    const list = exec.map(parent, [0, 1], { chunkSize: 1 });
    await list.at(0);
    await marks.seen('parent 1 as 1');
    await exec.close();
    marks.set('go');
    expect(await FunctionExecutor.resume(list.jobId, parent, programs.options)).toEqual([
      [0, 0],
      [2, 2],
    ]);
    expect(marks.all).toEqual(['go', 'parent 0 as 1', 'parent 1 as 1', 'parent 1 as 3']);
    await programs.cleaned();
  });
});

describe('single calls and reducers', () => {
  it('callAsync: its data is stored as it was at the call', async () => {
    const programs = new Programs();
    const { marks, work } = countingWork();
    const exec = programs.open();
    const future = exec.callAsync(work, 2);
    await marks.seen('2 ran as 1');
    const [manifest = ''] = await programs.keys('manifest.json');
    const [, jobId = ''] = /lithops\.jobs\/(.+)\/manifest/.exec(manifest) ?? [];
    await exec.close();
    await rejectionOf(future);
    marks.set('go');
    expect(await FunctionExecutor.resume(jobId, work, programs.options)).toEqual([20]);
  });

  it('mapReduce: the map stays until the reducer’s result was read', async () => {
    const programs = new Programs();
    const marks = newMarks();
    const exec = programs.open();
    const sum = exec.mapReduce(
      (x: number) => x * 2,
      [1, 2, 3],
      async (all: number[], { signal }) => {
        marks.set('reducing');
        await marks.seen('go', signal);
        return all.reduce((a, b) => a + b);
      },
    );
    await marks.seen('reducing');
    expect(await programs.keys('manifest')).toHaveLength(2);
    marks.set('go');
    expect(await sum).toBe(12);
    await programs.cleaned();
  });

  it('a resumed map can be reduced', async () => {
    const programs = new Programs();
    const exec = programs.open();
    const double = (x: number) => x * 2;
    const list = exec.map(double, [1, 2, 3]);
    await list.wait();
    await exec.close();
    const sum = FunctionExecutor.resume(list.jobId, double, programs.options).reduce((all) =>
      all.reduce((a, b) => a + b),
    );
    expect(await sum).toBe(12);
    await programs.cleaned();
  });
});

describe('clean({ jobId })', () => {
  it('deletes a persisted job that nobody runs, unread', async () => {
    const programs = new Programs();
    const exec = programs.open();
    const list = exec.map((x: number) => x, [1]);
    await list.wait();
    await exec.close();
    await programs.open({}).clean({ jobId: list.jobId });
    expect(await programs.keys()).toEqual([]);
    expect(await rejectionOf(programs.open({}).clean({ jobId: list.jobId }))).toMatchObject({
      code: 'LITHOPS_JOB_NOT_FOUND',
    });
  });

  it('ends and deletes one of its own', async () => {
    const programs = new Programs();
    const { marks, work } = countingWork();
    const exec = programs.open();
    const list = exec.map(work, [2]);
    await marks.seen('2 ran as 1');
    await exec.clean({ jobId: list.jobId });
    expect(await rejectionOf(list)).toMatchObject({ code: 'LITHOPS_CANCELLED' });
    await programs.cleaned();
  });
});
