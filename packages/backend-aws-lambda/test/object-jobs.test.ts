import { FunctionExecutor, type ObjectPartition, obj } from '@lithops/core';
import { inProcess } from '@lithops/core/testing';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloud, executor, ownStore } from './support/lambda.js';

const linesOf = (key: string): readonly string[] =>
  Array.from({ length: 200 }, (_, n) => `${key} ${n} ünïcödé`);
const keys = ['logs/a', 'logs/b', 'logs/c'];

/** A store with lines in it, and its bucket. */
async function filledStore() {
  const plugin = ownStore();
  const filler = new FunctionExecutor({ backend: inProcess(), storage: plugin });
  onTestFinished(() => filler.close());
  const bucket = await filler.callAsync(async (_: number, { storage }) => {
    for (const key of keys) await storage.putObject(storage.bucket, key, linesOf(key).join('\n'));
    return storage.bucket;
  }, 1);
  return { plugin, bucket };
}

const linesIn = async (part: ObjectPartition): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of part.lines()) lines.push(line);
  return lines;
};

describe.skipIf(whyNoS3 !== undefined)(`jobs over objects in S3, on Lambda ${whyNoS3 ?? ''}`, () => {
  it('map their parts, in order', async () => {
    const { plugin, bucket } = await filledStore();
    const exec = executor(await cloud(), {}, { storage: plugin });
    const list = exec.map(linesIn, obj(`s3://${bucket}/logs/*`), { objChunkSize: 1500 });
    expect((await list).flat()).toEqual(keys.flatMap(linesOf));
    expect(list.at(-1)?.object).toEqual({ bucket, key: 'logs/c' });
  });

  it.each(['direct', 'storage'] as const)(
    'reduce to one value, and to one for each object (%s)',
    async (monitoring) => {
      const { plugin, bucket } = await filledStore();
      const exec = executor(await cloud(), {}, { storage: plugin, monitoring });
      const source = () => obj(`${bucket}/logs/`);
      const count = async (part: ObjectPartition) => (await linesIn(part)).length;
      const options = { objChunkNumber: 3 };
      const total = exec.mapReduce(count, source(), (all) => all.reduce((a, b) => a + b), options);
      const each = exec.mapReduce(
        count,
        source(),
        (all, { object }) => `${object.key} ${all.length} ${all.reduce((a, b) => a + b)}`,
        { ...options, objReduceByKey: true },
      );
      expect(await total).toBe(600);
      expect(await each).toEqual(keys.map((key) => `${key} 3 200`));
    },
  );

  it('chain: what calls have put is the input of others, and theirs of more', async () => {
    const exec = executor(await cloud());
    const made = exec.map((n: number, ctx) => ctx.storage.putCloudObject('line\n'.repeat(n)), [1, 2, 3]);
    const lengths = exec.map(async (part) => (await linesIn(part)).length, obj(await made));
    expect(await lengths.map((n) => n * 10).reduce((all) => all.join())).toBe('10,20,30');
  });
});
