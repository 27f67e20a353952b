import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ObjectPartition, obj, Storage } from '@lithops/core';
import { batch, events, faas } from '@lithops/testing-backends';
import { describe, expect, it, onTestFinished } from 'vitest';
import { linesOf } from '../support/buckets.js';
import { openOn, useFleet } from './support/open.js';

const fleet = useFleet();

const backends = [
  { way: 'takes whole jobs', backend: () => batch({ fleet }) },
  { way: 'answers inline', backend: () => faas({ fleet }) },
  { way: 'does not answer', backend: () => events({ fleet }) },
];

/** A new bucket of the user's own, beside that of temporary data. */
async function bucketOf(objects: Readonly<Record<string, string>>): Promise<string> {
  const storage = new Storage({ storage: 'localhost' });
  onTestFinished(() => storage.close());
  const bucket = `objects-${randomUUID().slice(0, 8)}`;
  await storage.createBucket(bucket);
  for (const [key, text] of Object.entries(objects)) await storage.putObject(bucket, key, text);
  return bucket;
}

const textOf = async (part: ObjectPartition) => await part.text();

describe.each(backends)('a backend that $way', ({ backend }) => {
  it('maps over the parts of objects, and tries each again with what it had', async () => {
    const bucket = await bucketOf({ a: linesOf('a', 20), b: linesOf('b', 20) });
    const list = openOn(backend()).map(
      async (part, { attempt }) => {
        if (attempt === 1 && part.part === 2) throw new Error('not the first time');
        return await part.text();
      },
      obj(`${bucket}/`),
      { objChunkNumber: 4, retries: 1, timeoutMs: 20_000 },
    );
    expect((await list).join('')).toBe(linesOf('a', 20) + linesOf('b', 20));
    expect(list.at(6)?.object).toEqual({ bucket, key: 'b' });
  });

  it('reduces each object by itself', async () => {
    const bucket = await bucketOf({ a: linesOf('a', 20), b: '' });
    const list = openOn(backend()).mapReduce(
      textOf,
      obj(`${bucket}/`),
      (parts, { object }) => `${object.key} ${parts.length} ${parts.join('').length}`,
      { objReduceByKey: true, objChunkNumber: 3, timeoutMs: 20_000 },
    );
    expect(await list).toEqual([`a 3 ${linesOf('a', 20).length}`, 'b 3 0']);
  });

  it('finds the objects that a call names', async () => {
    const bucket = await bucketOf({ a: 'x', b: 'y' });
    const texts = openOn(backend()).callAsync(
      (prefix, ctx) => ctx.map(async (part) => `${part.key} ${await part.text()}`, obj(prefix)),
      `${bucket}/`,
    );
    expect(await texts).toEqual(['a x', 'b y']);
  });

  it('fails the list when there is nothing of that name', async () => {
    const bucket = await bucketOf({});
    const list = openOn(backend()).map(textOf, obj(`${bucket}/none`));
    await expect(list).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
  });

  it('refuses files of the client, which its workers do not see', async () => {
    const file = join(tmpdir(), 'of-the-client.txt');
    await writeFile(file, 'text');
    await expect(openOn(backend()).map(textOf, obj(file))).rejects.toMatchObject({
      code: 'LITHOPS_FILES_NOT_SHARED',
      message: expect.stringContaining(file),
    });
  });
});
