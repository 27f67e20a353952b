import { FunctionExecutor, type ObjectPartition, obj, type ReduceContext, Storage } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../support/buckets.js';
import { newMarks } from '../support/gates.js';
import { asOneUser, Programs } from '../support/persisted.js';

asOneUser();

const jobKey = 'objects-06-01';

/** Programs over one store, with a bucket of objects in it. */
async function programsOver(objects: Readonly<Record<string, string>>): Promise<Programs> {
  const programs = new Programs();
  const storage = new Storage({ storage: programs.storage });
  await storage.createBucket('data');
  for (const [key, text] of Object.entries(objects)) await storage.putObject('data', key, text);
  return programs;
}

/** Reads its part, waits for `go` on objects that begin with `late`, and leaves a mark for each run. */
function countingReads() {
  const marks = newMarks();
  const read = async (
    part: ObjectPartition,
    { attempt, signal }: { attempt: number; signal: AbortSignal },
  ) => {
    marks.set(`${part.key} ${part.part} ran as ${attempt}`);
    if (part.key.startsWith('late')) await marks.seen('go', signal);
    return await part.text();
  };
  return { marks, read };
}

const early = linesOf('early', 4);
const late = linesOf('late', 4);

describe('a persisted job over objects', () => {
  it('is resumed with the parts that it had, and names them', async () => {
    const programs = await programsOver({ early, late });
    const { marks, read } = countingReads();
    const first = programs.open();
    const begun = first.map(read, obj('data/'), { objChunkNumber: 2, chunkSize: 1 });
    await expect.poll(() => begun.length).toBe(4);
    await Promise.all([begun.at(0), begun.at(1)]);
    await marks.seen('late 0 ran as 1');
    await first.close();
    marks.set('go');
    const list = FunctionExecutor.resume(begun.jobId, read, programs.options);
    const items: unknown[] = [];
    const texts = await list;
    for (const { object } of list) items.push(object?.key);
    expect(texts.join('')).toBe(early + late);
    expect(items).toEqual(['early', 'early', 'late', 'late']);
    expect(marks.has('early 0 ran as 2') || marks.has('early 1 ran as 2')).toBe(false);
  });

  it('goes on under the same key, names and options', async () => {
    const programs = await programsOver({ early, late });
    const { marks, read } = countingReads();
    const options = { jobKey, objChunkNumber: 2, chunkSize: 1 };
    const first = programs.open({});
    const begun = first.map(read, obj('data/'), options);
    await expect.poll(() => begun.length).toBe(4);
    await Promise.all([begun.at(0), begun.at(1)]);
    await first.close();
    marks.set('go');
    expect((await programs.open({}).map(read, obj('data/*'), options)).join('')).toBe(early + late);
    expect(marks.has('early 0 ran as 2') || marks.has('early 1 ran as 2')).toBe(false);
  });

  it.each<[string, string, object]>([
    ['other names', 'data/late', { objChunkNumber: 2 }],
    ['another number of parts', 'data/', { objChunkNumber: 3 }],
    ['another newline', 'data/', { objChunkNumber: 2, objNewline: null }],
  ])('is in conflict with %s under its key', async (_, names, options) => {
    const programs = await programsOver({ early, late });
    const { marks, read } = countingReads();
    const first = programs.open({});
    const begun = first.map(read, obj('data/'), { jobKey, objChunkNumber: 2, chunkSize: 1 });
    await marks.seen('late 0 ran as 1');
    await expect.poll(() => begun.length).toBe(4);
    await first.close();
    marks.set('go');
    const other = programs.open({}).map(read, obj(names), { jobKey, chunkSize: 1, ...options });
    await expect(other).rejects.toMatchObject({ code: 'LITHOPS_JOB_KEY_CONFLICT' });
  });

  it('lists again under its key when a listing had failed', async () => {
    const programs = await programsOver({ early });
    const { marks, read } = countingReads();
    marks.set('go');
    const names = ['data/early', 'data/late'];
    const first = programs.open({});
    await expect(first.map(read, obj(names), { jobKey })).rejects.toMatchObject({
      code: 'LITHOPS_NO_SUCH_KEY',
    });
    await first.close().catch(() => undefined);
    await new Storage({ storage: programs.storage }).putObject('data', 'late', late);
    expect(await programs.open({}).map(read, obj(names), { jobKey })).toEqual([early, late]);
    expect(marks.has('early 0 ran as 2')).toBe(false);
  });
});

describe('a persisted reduce for each object', () => {
  it('is resumed with the results and the objects that it had', async () => {
    const programs = await programsOver({ early, late });
    const marks = newMarks();
    const reduce = async (parts: string[], { object, signal }: ReduceContext) => {
      marks.set(`${object.key} begun`);
      await marks.seen('go', signal);
      return [object.key, parts.join('')];
    };
    const first = programs.open();
    const begun = first.mapReduce(async (part) => await part.text(), obj('data/'), reduce, {
      objReduceByKey: true,
      objChunkNumber: 2,
      chunkSize: 1,
    });
    await marks.seen('early begun');
    await marks.seen('late begun');
    await first.close();
    marks.set('go');
    const list = FunctionExecutor.resume(begun.jobId, reduce, programs.options);
    const ends = await list.settled();
    expect(ends.slice(0, 2)).toEqual([
      { status: 'fulfilled', value: ['early', early] },
      { status: 'fulfilled', value: ['late', late] },
    ]);
    expect(list.at(1)?.object).toEqual({ bucket: 'data', key: 'late' });
  });

  it('runs only what had not ended: parts and reducers', async () => {
    const programs = await programsOver({ early, late });
    const { marks, read } = countingReads();
    const reduce = (parts: string[], { object }: { object: { key: string } }) => {
      marks.set(`${object.key} reduced ${parts.length}`);
      return [object.key, parts.join('')];
    };
    const options = { jobKey, objReduceByKey: true, objChunkNumber: 2, chunkSize: 1 } as const;
    const first = programs.open({});
    first.mapReduce(read, obj('data/'), reduce, options);
    await marks.seen('early reduced 2');
    await marks.seen('late 0 ran as 1');
    await first.close();
    marks.set('go');
    const list = programs.open({}).mapReduce(read, obj('data/'), reduce, options);
    expect(await list).toEqual([
      ['early', early],
      ['late', late],
    ]);
    await programs.cleaned();
    expect(marks.has('early 0 ran as 2') || marks.has('early 1 ran as 2')).toBe(false);
  });
});
