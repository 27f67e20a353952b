import { FunctionExecutor, type ObjectPartition, obj } from '@lithops/core';
import { describe, expect, it } from 'vitest';
import { bucketIn, inOwnFolder, linesOf } from '../support/buckets.js';
import { places } from '../support/executors.js';

inOwnFolder();

describe.each(places)('objects in work that a call hands over on $place', (place) => {
  it('are found by the client, whose workers read them: ctx.map', async () => {
    const { name, open } = await bucketIn(place, { 'in/a': linesOf('a', 4), 'in/b': linesOf('b', 4) });
    const texts = open().callAsync(
      (prefix, ctx) =>
        ctx.map(async (part) => `${part.key} ${part.part} ${(await part.text()).length}`, obj(prefix), {
          objChunkNumber: 2,
        }),
      `${name}/in/`,
    );
    expect(await texts).toEqual(['in/a 0 8', 'in/a 1 8', 'in/b 0 8', 'in/b 1 8']);
  });

  it('may be named by a generator, with data, as URL or address: ctx.mapReduce', async () => {
    const { name, open } = await bucketIn(place, { a: 'x', b: 'y' });
    const joined = open().callAsync((bucket, ctx) => {
      async function* names() {
        yield { name: { bucket, key: 'b' }, data: new Map([['n', 2]]) };
        yield { name: `${bucket}/a`, data: new Map([['n', 3]]) };
      }
      return ctx.mapReduce(
        async (part) => (await part.text()).repeat(part.data.get('n') ?? 0),
        obj(names()),
        (parts) => parts.join(),
      );
    }, name);
    expect(await joined).toBe('yy,xxx');
  });

  it('may have a reduce each', async () => {
    const { name, open } = await bucketIn(place, { a: 'x\ny\n', b: 'z\n' });
    const sizes = open().callAsync(
      (prefix, ctx) =>
        ctx.mapReduce(
          async (part: ObjectPartition) => (await part.bytes()).byteLength,
          obj(prefix),
          (parts, { object }) => `${object.key} ${parts.join()}`,
          { objReduceByKey: true, objChunkNumber: 2 },
        ),
      `${name}/`,
    );
    expect(await sizes).toEqual(['a 2,2', 'b 2,0']);
  });

  it('fail the call when they are not there, and name what is wrong with options', async () => {
    const { name, open } = await bucketIn(place);
    const exec = open();
    const missing = exec.callAsync((key, ctx) => ctx.map((part) => part.key, obj(key)), `${name}/none`);
    await expect(missing).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
    const misplaced = exec.callAsync(
      (_: number, ctx) => Reflect.apply(ctx.map, ctx, [String, [1], { objChunkSize: 1 }]),
      1,
    );
    await expect(misplaced).rejects.toMatchObject({
      code: 'LITHOPS_INVALID_ARGUMENT',
      message: expect.stringContaining('obj('),
    });
  });

  it('come without code that was made in the worker: the client reads their data', async () => {
    const { name, open } = await bucketIn(place, { a: 'x' });
    const call = open().callAsync((bucket, ctx) => {
      const times = (n: number) => n * bucket.length;
      return ctx.map((part) => part.data(2), obj([{ name: `${bucket}/a`, data: times }]));
    }, name);
    await expect(call).rejects.toMatchObject({
      code: 'LITHOPS_CODE_IN_RESULT',
      message: expect.stringContaining('made in the worker'),
    });
  });

  it('can be mapped over by an executor of the call itself', async () => {
    const { name, open } = await bucketIn(place, { a: 'x', b: 'yy' });
    const lengths = open().callAsync(async (prefix) => {
      await using inner = new FunctionExecutor();
      return await inner.map(async (part) => (await part.text()).length, obj(prefix));
    }, `${name}/`);
    expect(await lengths).toEqual([1, 2]);
  });

  it('can be read by the call itself, with its own storage', async () => {
    const { name, open } = await bucketIn(place, { a: 'x', b: 'yy' });
    const texts = open().callAsync(async (prefix) => {
      const found: string[] = [];
      for await (const part of obj(prefix)) found.push(await part.text());
      return found;
    }, `${name}/`);
    expect(await texts).toEqual(['x', 'yy']);
  });
});
