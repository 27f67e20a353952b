import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ObjectPartition, obj } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { bucketIn, inOwnFolder, linesOf } from '../support/buckets.js';
import { inAContainer, places, streamed } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

inOwnFolder();

const textOf = async (part: ObjectPartition<unknown>) => await part.text();

describe.each(places)('objects as input of map on $place', (place) => {
  it('are one call each, in the order of their keys, whatever order they end in', async () => {
    const { name, open } = await bucketIn(place, { 'in/b': 'second', 'in/a': 'first', 'out/c': 'other' });
    const marks = newMarks();
    const list = open().map(
      async ({ bucket, key, part, totalParts, size, range, text }, _ctx) => {
        if (key === 'in/a') await marks.seen('b has ended');
        else marks.set('b has ended');
        return { bucket, key, part, totalParts, size, range, isMethod: typeof text };
      },
      obj(`${name}/in/`),
      { chunkSize: 1 },
    );
    const whole = { bucket: name, part: 0, totalParts: 1, isMethod: 'function' };
    expect(await list).toEqual([
      { ...whole, key: 'in/a', size: 5, range: { start: 0, end: 5 } },
      { ...whole, key: 'in/b', size: 6, range: { start: 0, end: 6 } },
    ]);
  });

  it('are cut behind newlines by objChunkSize: whole lines, each in one call', async () => {
    const text = linesOf('line', 50);
    const { name, open } = await bucketIn(place, { log: text });
    const list = open().map(
      async (part) => {
        const lines: string[] = [];
        for await (const line of part.lines()) lines.push(line);
        return lines;
      },
      obj(`${name}/log`),
      { objChunkSize: 100 },
    );
    const parts = await list;
    expect(parts.length).toBe(Math.ceil(text.length / 100));
    expect(parts.flat()).toEqual(text.trimEnd().split('\n'));
  });

  it('are cut into exactly objChunkNumber parts, by bytes where objNewline is null', async () => {
    const { name, open } = await bucketIn(place, { a: '0123456789', b: 'xy' });
    const list = open().map(textOf, obj([`${name}/b`, `${name}/a`]), { objChunkNumber: 3, objNewline: null });
    const texts = await list;
    expect(texts).toHaveLength(6);
    expect([texts.slice(0, 3).join(''), texts.slice(3).join('')]).toEqual(['xy', '0123456789']);
  });

  it('come with what their names were given with', async () => {
    const { name, open } = await bucketIn(place, { a: 'one two', b: 'three' });
    const names = [
      { name: { bucket: name, key: 'a' }, data: { times: 2, on: new Date(0) } },
      { name: `${name}/b`, data: { times: 1, on: new Date(1) } },
    ];
    const list = open().map(
      async (part) => [(await part.text()).repeat(part.data.times), part.data.on.getTime()],
      obj(names),
    );
    expect(await list).toEqual([
      ['one twoone two', 0],
      ['three', 1],
    ]);
  });

  it('are named by their futures, before and after their calls', async () => {
    const { name, open } = await bucketIn(place, { a: 'x\ny\n', b: 'z\n' });
    const marks = newMarks();
    const waitFor = async (part: ObjectPartition) => {
      await marks.seen('go');
      return part.key;
    };
    const list = open({ maxWorkers: 3 }).map(waitFor, obj(`${name}/*`), { objChunkNumber: 2, chunkSize: 1 });
    await expect.poll(() => list.at(2)?.object).toEqual({ bucket: name, key: 'b' });
    marks.set('go');
    expect(await list).toEqual(['a', 'a', 'b', 'b']);
    expect([...list].map((future) => future.object?.key)).toEqual(['a', 'a', 'b', 'b']);
  });

  it('are named by outcomes, of values and of failures', async () => {
    const { name, open } = await bucketIn(place, { bad: 'x', good: 'y' });
    const list = open().map(
      (part) => {
        if (part.key === 'bad') throw new RangeError('bad one');
        return part.size;
      },
      obj(`${name}/`),
    );
    const outcomes = new Map<unknown, unknown>();
    for await (const { item, status, future } of list.outcomes()) outcomes.set(item, [status, future.object]);
    const part = { bucket: name, part: 0, totalParts: 1 };
    expect([...outcomes].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      [{ ...part, key: 'bad' }, ['rejected', { bucket: name, key: 'bad' }]],
      [{ ...part, key: 'good' }, ['fulfilled', { bucket: name, key: 'good' }]],
    ]);
  });

  it('are named by a loop over the list, until it moves on', async () => {
    const { name, open } = await bucketIn(place, { a: '1', b: '2' });
    const list = open().map(textOf, obj(`${name}/`));
    const seen: unknown[] = [];
    for await (const { item, value, future } of streamed(list)) seen.push([item, value, future.object?.key]);
    const part = { bucket: name, part: 0, totalParts: 1 };
    expect(seen).toHaveLength(2);
    expect(seen).toContainEqual([{ ...part, key: 'a' }, '1', 'a']);
    expect(list.at(0)?.object).toBeUndefined();
  });

  it('reach a call that is tried again as they reached its first attempt', async () => {
    const { name, open } = await bucketIn(place, { a: linesOf('a', 6), b: linesOf('b', 6) });
    const list = open().map(
      async (part, { attempt }) => {
        const text = await part.text();
        if (attempt === 1 && part.part === 1) throw new Error('not the first time');
        return [part.key, part.part, attempt, text];
      },
      obj(`${name}/`),
      { objChunkNumber: 3, retries: 1 },
    );
    const parts = await list;
    expect(parts.map(([key, part, attempt]) => [key, part, attempt])).toEqual([
      ['a', 0, 1],
      ['a', 1, 2],
      ['a', 2, 1],
      ['b', 0, 1],
      ['b', 1, 2],
      ['b', 2, 1],
    ]);
    expect(parts.map((part) => part[3]).join('')).toBe(linesOf('a', 6) + linesOf('b', 6));
    expect(list.at(4)?.object).toEqual({ bucket: name, key: 'b' });
  });

  it('chain on as any list does', async () => {
    const { name, open } = await bucketIn(place, { a: 'aa', b: 'bbb' });
    const lengths = open().map(async (part) => (await part.bytes()).byteLength, obj(`${name}/`));
    expect(await lengths.map((length) => length * 10).reduce((all) => all.join())).toBe('20,30');
  });

  it('that were not found yet when the executor was closed are no empty list', async () => {
    const { name, open } = await bucketIn(place, { a: 'x' });
    const exec = open();
    const list = exec.map(textOf, obj(`${name}/`));
    await exec.close();
    await expect(list).rejects.toMatchObject({ code: 'LITHOPS_CANCELLED' });
  });

  it('that are empty are calls with nothing to read', async () => {
    const { name, open } = await bucketIn(place, { empty: '' });
    expect(await open().map(textOf, obj(`${name}/empty`), { objChunkNumber: 2 })).toEqual(['', '']);
  });
});

describe.each(places)('objects that cannot be listed on $place', (place) => {
  it('fail the list with the error of the store: a bucket that is not there', async () => {
    const { open } = await bucketIn(place);
    const list = open().map(textOf, obj('no-such-bucket-here/'));
    await expect(list).rejects.toMatchObject({
      code: 'LITHOPS_NO_SUCH_BUCKET',
      message: expect.stringContaining('no-such-bucket-here'),
    });
    expect(await list.settled()).toMatchObject([
      { status: 'rejected', reason: { code: 'LITHOPS_NO_SUCH_BUCKET' } },
    ]);
  });

  it('fail it behind the calls of those before them, whose results are kept', async () => {
    const { name, open } = await bucketIn(place, { a: 'there' });
    const list = open().map(textOf, obj([`${name}/a`, `${name}/missing`, `${name}/a`]));
    const ends = await list.settled();
    expect(ends).toEqual([
      { status: 'fulfilled', value: 'there' },
      { status: 'rejected', reason: expect.objectContaining({ code: 'LITHOPS_NO_SUCH_KEY' }) },
    ]);
    expect(String(Reflect.get(ends[1] ?? {}, 'reason'))).toContain('missing');
  });

  it('fail mapReduce without running the reducer', async () => {
    const { name, open } = await bucketIn(place);
    const marks = newMarks();
    const reduced = open().mapReduce(textOf, obj(`${name}/nothing/*`), () => marks.set('ran'));
    await expect(reduced).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
    expect(marks.all).toEqual([]);
  });
});

describe.each(places)('an object that is not what was listed on $place', (place) => {
  it('fails its own call, by name, when it is gone', async () => {
    const { name, storage, open } = await bucketIn(place, { gone: 'x', here: 'y' });
    const marks = newMarks();
    const list = open({ maxWorkers: 1 }).map(
      async (part) => {
        await marks.seen('go');
        return await part.text();
      },
      obj(`${name}/`),
      { chunkSize: 1 },
    );
    await expect.poll(() => list.length).toBeGreaterThan(0);
    await storage.deleteObject(name, 'gone');
    marks.set('go');
    const [gone, here] = await list.settled();
    expect(gone).toMatchObject({
      status: 'rejected',
      reason: { code: 'LITHOPS_NO_SUCH_KEY', isRetryable: false },
    });
    expect(String(Reflect.get(gone ?? {}, 'reason'))).toContain(`gone`);
    expect(here).toEqual({ status: 'fulfilled', value: 'y' });
  });

  it('fails its own call when it was replaced, and is not tried again', async () => {
    const { name, put, open } = await bucketIn(place, { log: linesOf('before', 10) });
    const marks = newMarks();
    const list = open({ maxWorkers: 1 }).map(
      async (part, { attempt }) => {
        marks.set(`attempt ${attempt}`);
        await marks.seen('go');
        return await part.text();
      },
      obj(`${name}/log`),
      { retries: 2 },
    );
    await marks.seen('attempt 1');
    await put('log', linesOf('after', 10));
    marks.set('go');
    await expect(list).rejects.toMatchObject({ code: 'LITHOPS_OBJECT_CHANGED', isRetryable: false });
    expect(marks.all).toEqual(['attempt 1', 'go']);
  });
});

describe.each(places)('files as input of map on $place', (place) => {
  it('are read where workers see them, and refused by name where they do not', async () => {
    const { open } = await bucketIn(place);
    const file = join(tmpdir(), 'numbers.txt');
    await writeFile(file, '1\n2\n3\n');
    const list = open().map(textOf, obj(file), { objChunkNumber: 2 });
    if (place === inAContainer) {
      await expect(list).rejects.toMatchObject({
        code: 'LITHOPS_FILES_NOT_SHARED',
        message: expect.stringMatching(/numbers\.txt.*uploadFile/s),
      });
    } else {
      expect((await list).join('')).toBe('1\n2\n3\n');
      expect(list.at(0)?.object).toEqual({ bucket: 'file:', key: file });
    }
  });
});
