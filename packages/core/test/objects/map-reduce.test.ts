import { type ObjectPartition, obj } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { bucketIn, inOwnFolder, linesOf } from '../support/buckets.js';
import { places, streamed } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

inOwnFolder();

const linesIn = async (part: ObjectPartition<unknown>) => (await part.text()).trimEnd().split('\n');

describe.each(places)('mapReduce over objects on $place', (place) => {
  it('hands the results of all parts of all objects to one reducer, in order', async () => {
    const { name, open } = await bucketIn(place, { a: linesOf('a', 9), b: linesOf('b', 9) });
    const joined = open().mapReduce(linesIn, obj(`${name}/`), (parts) => parts.flat().join('\n'), {
      objChunkSize: 12,
    });
    expect(await joined).toBe((linesOf('a', 9) + linesOf('b', 9)).trimEnd());
  });
});

describe.each(places)('a reduce for each object on $place', (place) => {
  const objReduceByKey = true;

  it('gets the results of its own parts, in their order, and is told its object', async () => {
    const { name, open } = await bucketIn(place, { a: linesOf('a', 9), b: linesOf('b', 5), c: '' });
    const list = open().mapReduce(
      async (part) => [part.key, part.part, ...(await linesIn(part))],
      obj(`${name}/`),
      (parts, { object }) => [object, parts.map(([key, part]) => `${key} ${part}`), parts.flat().length],
      { objReduceByKey, objChunkNumber: 3 },
    );
    const of = (key: string) => [`${key} 0`, `${key} 1`, `${key} 2`];
    expect(await list).toEqual([
      [{ bucket: name, key: 'a' }, of('a'), 6 + 9],
      [{ bucket: name, key: 'b' }, of('b'), 6 + 5],
      [{ bucket: name, key: 'c' }, of('c'), 6 + 3],
    ]);
    expect([...list].map((future) => future.object?.key)).toEqual(['a', 'b', 'c']);
  });

  it('of an object that is named twice is two', async () => {
    const { name, open } = await bucketIn(place, { a: 'x' });
    const names = [1, 2].map((data) => ({ name: `${name}/a`, data }));
    const list = open().mapReduce(
      (part) => part.data,
      obj(names),
      ([first], { object }) => `${object.key} ${first}`,
      { objReduceByKey },
    );
    expect(await list).toEqual(['a 1', 'a 2']);
  });

  it('begins when its own parts are done, while others still run', async () => {
    const { name, open } = await bucketIn(place, { slow: 'x', quick: 'y' });
    const marks = newMarks();
    const list = open().mapReduce(
      async (part) => {
        if (part.key === 'slow') await marks.seen('quick is reduced');
        return part.key;
      },
      obj([`${name}/slow`, `${name}/quick`]),
      ([key]) => {
        if (key === 'quick') marks.set('quick is reduced');
        return key;
      },
      { objReduceByKey, chunkSize: 1 },
    );
    expect(await list).toEqual(['slow', 'quick']);
  });

  it('fails with a part of its object, and no other one does', async () => {
    const { name, open } = await bucketIn(place, { bad: linesOf('b', 4), good: linesOf('g', 4) });
    const marks = newMarks();
    const list = open().mapReduce(
      (part) => {
        if (part.key === 'bad' && part.part === 1) throw new RangeError('a bad part');
        return part.part;
      },
      obj(`${name}/`),
      (parts, { object }) => {
        marks.set(object.key);
        return parts;
      },
      { objReduceByKey, objChunkNumber: 2 },
    );
    const [bad, good] = await list.settled();
    expect(bad).toMatchObject({ status: 'rejected', reason: { name: 'RangeError', message: 'a bad part' } });
    expect(good).toEqual({ status: 'fulfilled', value: [0, 1] });
    expect(marks.all).toEqual(['good']);
    expect([...list].map((future) => future.object?.key)).toEqual(['bad', 'good']);
  });

  it('is tried again with the results that it had', async () => {
    const { name, open } = await bucketIn(place, { a: 'x\ny\n', b: 'z\n' });
    const list = open().mapReduce(
      linesIn,
      obj(`${name}/`),
      (parts, { attempt, object }) => {
        if (attempt === 1) throw new Error('not the first time');
        return `${object.key} ${parts.flat().join()}`;
      },
      { objReduceByKey, objChunkNumber: 2, retries: 1 },
    );
    expect(await list).toEqual(['a x,y', 'b z,']);
  });

  it('has what its parts came to for itself: nothing else keeps that', async () => {
    const { name, open } = await bucketIn(place, { a: 'x', late: 'y' });
    const marks = newMarks();
    const exec = open();
    const list = exec.mapReduce(
      async (part) => {
        if (part.key === 'late') await marks.seen('go');
        return await linesIn(part);
      },
      obj(`${name}/`),
      (parts) => parts.flat().join(),
      { objReduceByKey, chunkSize: 1 },
    );
    await expect.poll(() => list.at(0)?.state).toBe('success');
    const { done } = await exec.wait({ returnWhen: 'ALWAYS' });
    const ends = await Promise.allSettled(done);
    expect(ends).toHaveLength(2);
    expect(ends).toContainEqual({ status: 'fulfilled', value: 'x' });
    expect(ends).toContainEqual({
      status: 'rejected',
      reason: expect.objectContaining({ code: 'LITHOPS_RESULTS_RELEASED' }),
    });
    marks.set('go');
    expect(await list).toEqual(['x', 'y']);
  });

  it('streams as any list does', async () => {
    const { name, open } = await bucketIn(place, { a: 'x', b: 'y' });
    const list = open().mapReduce(linesIn, obj(`${name}/`), (parts) => parts.flat().join(), {
      objReduceByKey,
    });
    const seen: unknown[] = [];
    for await (const { item, value } of streamed(list)) seen.push([item, value]);
    expect(seen).toHaveLength(2);
    expect(seen).toContainEqual([{ bucket: name, key: 'b' }, 'y']);
  });

  it('is one failure behind those that could be found, when a listing fails', async () => {
    const { name, open } = await bucketIn(place, { a: 'x' });
    const names = obj([`${name}/a`, `${name}/missing`]);
    const list = open().mapReduce(linesIn, names, (parts) => parts.length, { objReduceByKey });
    expect(await list.settled()).toMatchObject([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: { code: 'LITHOPS_NO_SUCH_KEY' } },
    ]);
  });

  it('of no objects is an empty list', async () => {
    const { open } = await bucketIn(place);
    const list = open().mapReduce(linesIn, obj([]), (parts) => parts.length, { objReduceByKey });
    expect(await list).toEqual([]);
  });

  it('ends with the map when that stops after failures', async () => {
    const keys = Array.from({ length: 30 }, (_, n) => `k${String(n).padStart(2, '0')}`);
    const { name, open } = await bucketIn(place, Object.fromEntries(keys.map((key) => [key, key])));
    const list = open({ maxWorkers: 1 }).mapReduce(
      (part) => {
        if (part.key === 'k01') throw new RangeError('the second');
        return part.key;
      },
      obj(keys.map((key) => `${name}/${key}`)),
      ([key]) => key,
      { objReduceByKey, stopAfterFailures: 1, chunkSize: 1 },
    );
    const ends = await list.settled();
    expect(ends[0]).toEqual({ status: 'fulfilled', value: 'k00' });
    expect(ends[1]).toMatchObject({ status: 'rejected', reason: { message: 'the second' } });
    expect(ends.length).toBeLessThan(30);
    for (const end of ends.slice(2))
      expect(end).toMatchObject({ status: 'rejected', reason: { code: 'LITHOPS_TOO_MANY_FAILURES' } });
  });

  it('is never a list of some objects when the executor is closed before the others are done', async () => {
    const { name, open } = await bucketIn(place, { a: 'x', late: 'y' });
    const marks = newMarks();
    const exec = open();
    const list = exec.mapReduce(
      async (part, { signal }) => {
        if (part.key === 'late') await marks.seen('never', signal);
        return part.key;
      },
      obj(`${name}/`),
      ([key]) => key,
      { objReduceByKey, chunkSize: 1 },
    );
    await expect.poll(() => list.at(0)?.state).toBe('success');
    await exec.close();
    await expect(list).rejects.toMatchObject({ code: 'LITHOPS_CANCELLED' });
    const [first] = await list.settled();
    expect(first).toEqual({ status: 'fulfilled', value: 'a' });
  });

  it('that is cancelled cancels its map', async () => {
    const { name, open } = await bucketIn(place, { a: 'x', b: 'y' });
    const marks = newMarks();
    const exec = open();
    const list = exec.mapReduce(
      async (_part, { signal }) => {
        marks.set('begun');
        await marks.seen('never', signal);
      },
      obj(`${name}/`),
      () => 0,
      { objReduceByKey },
    );
    await marks.seen('begun');
    await list.cancel();
    const { notDone } = await exec.wait();
    expect(notDone).toEqual([]);
    expect(exec.jobSummary().map(({ calls, failed }) => calls - failed)).toEqual([0, 0]);
  });
});
