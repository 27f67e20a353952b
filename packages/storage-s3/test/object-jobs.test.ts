import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FunctionExecutor, type ObjectPartition, obj } from '@lithops/core';
import { ceph } from '@lithops/storage-s3';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { programOnCeph } from './support/executor.js';

const linesOf = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix} ${n} ünïcödé`);

const linesIn = async (part: ObjectPartition) => {
  const lines: string[] = [];
  for await (const line of part.lines()) lines.push(line);
  return lines;
};

describe.skipIf(whyNoS3 !== undefined)(`jobs over objects in S3 ${whyNoS3 ?? ''}`, () => {
  it.each(['\n', '\r\n', '→↵'])('see every line once, whole, in order, cut behind %j', async (objNewline) => {
    const program = await programOnCeph();
    const [a, b] = [linesOf('a', 500), linesOf('b', 20)];
    await program.put('logs/a', a.join(objNewline));
    await program.put('logs/b', b.join(objNewline) + objNewline);
    const list = program
      .open()
      .map(linesIn, obj(`s3://${program.data}/logs/*`), { objNewline, objChunkSize: 777 });
    expect((await list).flat()).toEqual([...a, ...b]);
    expect(list.at(-1)?.object).toEqual({ bucket: program.data, key: 'logs/b' });
  });

  it('reduce to one value, and to one for each object', async () => {
    const program = await programOnCeph();
    for (const key of ['x', 'y', 'z']) await program.put(`in/${key}`, linesOf(key, 40).join('\n'));
    const exec = program.open();
    const count = async (part: ObjectPartition) => (await linesIn(part)).length;
    const total = exec.mapReduce(count, obj(`${program.data}/in/`), (all) => all.reduce((a, b) => a + b), {
      objChunkNumber: 3,
    });
    const each = exec.mapReduce(
      count,
      obj(`${program.data}/in/`),
      (all, { object }) => `${object.key} ${all.length} ${all.reduce((a, b) => a + b)}`,
      { objReduceByKey: true, objChunkNumber: 3 },
    );
    expect(await total).toBe(120);
    expect(await each).toEqual(['in/x 3 40', 'in/y 3 40', 'in/z 3 40']);
  });

  it('read what other calls have put there, and chain on', async () => {
    const program = await programOnCeph();
    const exec = program.open();
    const made = await exec.map(
      async (n: number, ctx) => await ctx.storage.putCloudObject('line\n'.repeat(n)),
      [1, 2, 3],
    );
    const lengths = exec.map(async (part) => (await linesIn(part)).length, obj(made));
    expect(await lengths.map((n) => n * 10).reduce((all) => all.join())).toBe('10,20,30');
  });

  it('go through listings of more than a page, one reduce for each object', async () => {
    const program = await programOnCeph();
    const keys = Array.from({ length: 1100 }, (_, n) => `many/${String(n).padStart(4, '0')}`);
    for (let at = 0; at < keys.length; at += 100)
      await Promise.all(keys.slice(at, at + 100).map((key) => program.put(key, key)));
    const list = program.open().mapReduce(
      (part) => part.size,
      obj(`${program.data}/many/`),
      ([size], { object }) => `${object.key} ${size}`,
      { objReduceByKey: true },
    );
    expect(await list).toEqual(keys.map((key) => `${key} 9`));
  });

  it('bring their results through the bucket as well, and leave nothing there', async () => {
    const program = await programOnCeph();
    await program.put('a', linesOf('a', 100).join('\n'));
    const exec = program.open({ monitoring: 'storage' });
    const list = exec.mapReduce(
      linesIn,
      obj(`${program.data}/a`),
      (parts) => parts.flat().join('\n').repeat(1000),
      { objReduceByKey: true, objChunkNumber: 4 },
    );
    expect(await list).toEqual([linesOf('a', 100).join('\n').repeat(1000)]);
    await exec.close();
    expect(await program.left()).toEqual([]);
  });

  it('need no bucket of temporary data, and leave the user’s own as it was', async () => {
    const program = await programOnCeph();
    await program.put('a', 'text');
    const exec = program.open({ config: {} });
    expect(await exec.map((part) => part.text(), obj(`${program.data}/a`))).toEqual(['text']);
    await exec.close();
    expect(await program.left()).toEqual([]);
  });

  it('that are persisted are continued from the bucket, and leave nothing when they are read', async () => {
    const program = await programOnCeph();
    await program.put('in/a', 'early\n');
    await program.put('in/late', 'late\n');
    const folder = mkdtempSync(join(tmpdir(), 'lithops-marks-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const read = async (
      part: ObjectPartition,
      { attempt, signal }: { attempt: number; signal: AbortSignal },
    ) => {
      const { appendFileSync, existsSync } = await import('node:fs');
      appendFileSync(`${folder}/log`, `${part.key} ${attempt}\n`);
      while (part.key === 'in/late' && !existsSync(`${folder}/go`) && !signal.aborted)
        await new Promise((resolve) => setTimeout(resolve, 5));
      return await part.text();
    };
    const first = program.open({ persist: true });
    const begun = first.map(read, obj(`${program.data}/in/`), { chunkSize: 1 });
    await expect.poll(() => begun.length, { timeout: 20_000 }).toBe(2);
    expect(await begun.at(0)).toBe('early\n');
    await first.close();
    const { appendFileSync, readFileSync } = await import('node:fs');
    appendFileSync(`${folder}/go`, '');
    const list = FunctionExecutor.resume(begun.jobId, read, program.options);
    expect(await list).toEqual(['early\n', 'late\n']);
    expect([...list].map((future) => future.object?.key)).toEqual(['in/a', 'in/late']);
    expect(readFileSync(`${folder}/log`, 'utf8')).not.toContain('in/a 2');
    await expect.poll(() => program.left(), { timeout: 20_000 }).toEqual([]);
  });

  it('that may not list a bucket fail with its name, and say so', async () => {
    const program = await programOnCeph();
    await program.put('a', 'text');
    const { endpoint, stranger } = s3UnderTest();
    if (stranger === undefined) throw new Error('Set LITHOPS_TEST_S3_STRANGER_ACCESS_KEY and _SECRET_KEY.');
    const list = program
      .open({ storage: ceph({ endpoint, ...stranger }), config: {} })
      .map((part) => part.key, obj(`${program.data}/`));
    await expect(list).rejects.toMatchObject({
      code: 'LITHOPS_ACCESS_DENIED',
      message: expect.stringContaining(program.data),
    });
  });

  it('that find no bucket fail with its name, and hang for nothing', async () => {
    const program = await programOnCeph();
    const list = program.open().map((part) => part.key, obj('no-such-bucket-of-mine/'));
    await expect(list).rejects.toMatchObject({
      code: 'LITHOPS_NO_SUCH_BUCKET',
      message: expect.stringContaining('no-such-bucket-of-mine'),
    });
  });
});
