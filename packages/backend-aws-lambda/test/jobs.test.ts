import { FunctionExecutor } from '@lithops/core';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloud, executor, lambda } from './support/lambda.js';
import { silentStore } from './support/silent-store.js';

const double = (n: number): number => n * 2;

describe.skipIf(whyNoS3 !== undefined)(`jobs on Lambda ${whyNoS3 ?? ''}`, () => {
  it('run in functions that are deployed when they are first needed', async () => {
    const aws = await cloud();
    const exec = executor(aws);
    expect(await exec.callAsync((name: string) => `Hello ${name}!`, 'Ada')).toBe('Hello Ada!');
    expect(await exec.map(double, [1, 2, 3])).toEqual([2, 4, 6]);
    expect(aws.requests.count({ operation: 'CreateFunction' })).toBe(1);
  });

  it('find the function again that another program has deployed', async () => {
    const aws = await cloud();
    await executor(aws).map(double, [1]);
    aws.requests.clear();
    await executor(aws).map(double, [2]);
    expect(aws.requests.count({ operation: 'CreateFunction' })).toBe(0);
    expect(aws.requests.count({ operation: 'UpdateFunctionCode' })).toBe(0);
  });

  it('tell their outcomes by replies, without a single request to the store', async () => {
    const aws = await cloud();
    const store = await silentStore();
    const exec = new FunctionExecutor({ backend: lambda(aws), storage: store.plugin });
    onTestFinished(() => exec.close());
    expect(await exec.map(double, [1, 2, 3, 4])).toEqual([2, 4, 6, 8]);
    await exec.close();
    expect(store.requests()).toBe(0);
  });

  it('load less than 100 kB, zipped, of what was uploaded', async () => {
    const exec = executor(await cloud());
    const loaded = await exec.callAsync((_: number) => {
      const { _cache } = process.getBuiltinModule('node:module').Module as unknown as { _cache: object };
      const own = Object.keys(_cache).filter((file) =>
        file.startsWith(process.env['LAMBDA_TASK_ROOT'] ?? '?'),
      );
      const { readFileSync } = process.getBuiltinModule('node:fs');
      const { gzipSync } = process.getBuiltinModule('node:zlib');
      return own.map(
        (file) => [file.slice(file.lastIndexOf('/') + 1), gzipSync(readFileSync(file)).byteLength] as const,
      );
    }, 1);
    const [[name, sizeBytes] = []] = loaded;
    expect(loaded).toHaveLength(1);
    expect(name).toBe('index.js');
    expect(sizeBytes).toBeLessThan(100_000);
  });

  it('reach the store with credentials of its own', async () => {
    const exec = executor(await cloud());
    const read = await exec.callAsync(async (text: string, ctx) => {
      await ctx.storage.putObject(ctx.storage.bucket, 'note', text);
      const found = await ctx.storage.getObject(ctx.storage.bucket, 'note');
      return [Buffer.from(found).toString(), Object.keys(process.env).filter((name) => /STORE/.test(name))];
    }, 'remember');
    expect(read).toEqual(['remember', []]);
  });

  it('tell their outcomes by the store where that is asked for, from events', async () => {
    const aws = await cloud();
    const exec = executor(aws, {}, { monitoring: 'storage' });
    expect(await exec.map(double, [1, 2, 3])).toEqual([2, 4, 6]);
    const kinds = aws.requests
      .filter({ operation: 'Invoke' })
      .map(({ parameters }) => parameters['InvocationType']);
    expect(new Set(kinds)).toEqual(new Set(['Event']));
  });

  it('chain calls that other calls hand over', async () => {
    const exec = executor(await cloud());
    expect(await exec.callAsync((n: number, ctx) => ctx.callAsync((m: number) => m + n, 20), 1)).toBe(21);
  });
});
