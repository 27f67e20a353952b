import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../support/executors.js';
import { asOneUser, countingWork, Programs } from '../support/persisted.js';

asOneUser();

const jobKey = 'thumbs-06-01';

describe('a job with a key', () => {
  it('is continued by the next program that has the same key, function and input', async () => {
    const programs = new Programs();
    const { marks, work: fn } = countingWork();
    const first = programs.open({});
    const begun = first.map(fn, [0, 1, 2, 3], { jobKey, chunkSize: 1 });
    await Promise.all([begun.at(0), begun.at(1)]);
    await marks.seen('2 ran as 1');
    await first.close();
    marks.set('go');
    const list = programs.open({}).map(fn, [0, 1, 2, 3], { jobKey });
    expect(list.jobId).toBe(begun.jobId);
    expect(await list).toEqual([0, 10, 20, 30]);
    expect(marks.has('0 ran as 2') || marks.has('1 ran as 2')).toBe(false);
    expect(marks.has('2 ran as 2')).toBe(true);
  });

  it('goes on where a generator was not read to its end', async () => {
    const programs = new Programs();
    const { marks, work: fn } = countingWork();
    function* items(until: number) {
      for (let x = 0; x < until; x++) yield x;
    }
    function* stuck() {
      yield* items(3);
      throw new Error('the program dies here');
    }
    const first = programs.open({});
    const begun = first.map(fn, stuck(), { jobKey, chunkSize: 1 });
    await marks.seen('2 ran as 1');
    await first.close();
    await begun.settled();
    marks.set('go');
    expect(await programs.open({}).map(fn, items(5), { jobKey })).toEqual([0, 10, 20, 30, 40]);
    expect(marks.has('0 ran as 2')).toBe(false);
  });

  it('starts anew once its results were read', async () => {
    const programs = new Programs();
    const { marks, work: fn } = countingWork();
    const exec = programs.open({});
    expect(await exec.map(fn, [0, 1], { jobKey })).toEqual([0, 10]);
    expect(await exec.map(fn, [1, 0, 1], { jobKey })).toEqual([10, 0, 10]);
    const other = (x: number) => x + 1;
    expect(await exec.map(other, [1], { jobKey })).toEqual([2]);
    expect(marks.all).toEqual(['0 ran as 1', '1 ran as 1']);
  });

  it('knows equal items that V8 writes differently', async () => {
    const programs = new Programs();
    const identity = (x: number) => x;
    const exec = programs.open({});
    await exec.map(identity, [1, 2], { jobKey }).wait();
    await exec.close();
    // Taken out of a Float64Array, 1 may be written as a double.
    const doubles = [...new Float64Array([1, 2])].map((x) => x * 1.5).map((x) => x / 1.5);
    expect(await programs.open({}).map(identity, doubles, { jobKey })).toEqual([1, 2]);
  });
});

describe('a key that belongs to other work', () => {
  async function stored() {
    const programs = new Programs();
    const exec = programs.open({});
    const identity = (x: number) => x;
    await exec.map(identity, [1, 2, 3], { jobKey }).wait();
    await exec.close();
    return { programs, identity };
  }

  it('is refused for another function', async () => {
    const { programs } = await stored();
    const error = await rejectionOf(programs.open({}).map((x: number) => -x, [1, 2, 3], { jobKey }));
    expect(error).toMatchObject({ code: 'LITHOPS_JOB_KEY_CONFLICT' });
    expect(error.message).toContain(jobKey);
  });

  it.each([
    ['another item', [1, 9, 3], 'another item 1'],
    ['fewer items', [1, 2], 'fewer items'],
    ['more items', [1, 2, 3, 4], 'another item 3'],
  ])('is refused for %s', async (_, items, says) => {
    const { programs, identity } = await stored();
    const error = await rejectionOf(programs.open({}).map(identity, items, { jobKey }));
    expect(error).toMatchObject({ code: 'LITHOPS_JOB_KEY_CONFLICT', message: expect.stringContaining(says) });
  });

  it('is another user’s own, with the same name', async () => {
    const { programs } = await stored();
    const own = process.env['LITHOPS_PERSIST_KEY'];
    process.env['LITHOPS_PERSIST_KEY'] = 'the secret of another user of the bucket';
    try {
      expect(await programs.open({}).map((x: number) => -x, [5], { jobKey })).toEqual([-5]);
    } finally {
      process.env['LITHOPS_PERSIST_KEY'] = own;
    }
  });
});

describe('two programs with the same key at the same time', () => {
  it('one runs the job, the other is told so', async () => {
    const programs = new Programs();
    const { marks, work: fn } = countingWork();
    const lists = [0, 1, 2, 3].map(() => programs.open({}).map(fn, [0, 1], { jobKey }));
    const ends = await Promise.allSettled(lists.map((list) => list.wait({ throwOnError: true })));
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(refused.map(({ code }) => code)).toEqual(Array(3).fill('LITHOPS_JOB_RUNNING'));
    expect(marks.all).toEqual(['0 ran as 1', '1 ran as 1']);
  });
});

describe('mapReduce with a key', () => {
  it('continues at the reducer when the map had ended', async () => {
    const programs = new Programs();
    const { marks, work: fn } = countingWork();
    const reduce = async (all: number[], { attempt, signal }: { attempt: number; signal: AbortSignal }) => {
      marks.set(`reduce ran as ${attempt}`);
      await marks.seen('go', signal);
      return all.length;
    };
    const first = programs.open({});
    const begun = first.mapReduce(fn, [0, 1], reduce, { jobKey });
    await marks.seen('reduce ran as 1');
    await first.close();
    await rejectionOf(begun);
    marks.set('go');
    expect(await programs.open({}).mapReduce(fn, [0, 1], reduce, { jobKey })).toBe(2);
    expect(marks.all).toEqual(['0 ran as 1', '1 ran as 1', 'go', 'reduce ran as 1', 'reduce ran as 2']);
    await programs.cleaned();
  });
});
