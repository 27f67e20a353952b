import { FunctionExecutor } from '@lithops/core';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloud, lambda } from './support/lambda.js';
import { silentStore } from './support/silent-store.js';

/** Its functions are deployed with their workers; its store answers nothing. */
async function executor(aws: AwsCloud, customized = true, options: object = {}) {
  const store = await silentStore();
  const exec = new FunctionExecutor({
    backend: lambda(aws),
    storage: store.plugin,
    config: { aws_lambda: { customized_runtime: customized } },
    ...options,
  });
  onTestFinished(() => exec.close());
  return { exec, store };
}

const invokedBytes = (aws: AwsCloud): readonly number[] =>
  aws.requests.filter({ operation: 'Invoke' }).map(({ requestBytes }) => requestBytes);

/** A function with data that is larger than what payloads may bring: 400 kB. */
function withTable(): (n: number) => number {
  const table = Array.from({ length: 100_000 }, (_, n) => n * n);
  return (n) => table[n] ?? -1;
}

describe('customized_runtime', () => {
  it('deploys a function with its worker, so that calls carry only its hash', async () => {
    const aws = await cloud();
    const { exec, store } = await executor(aws);
    expect(await exec.map(withTable(), [1, 2, 300])).toEqual([1, 4, 90_000]);
    expect(Math.max(...invokedBytes(aws))).toBeLessThan(3000);
    expect(store.requests()).toBe(0);
  });

  it('has the effect of every call being smaller by its function', async () => {
    const aws = await cloud();
    const note = 'x'.repeat(50_000);
    const measure = async (customized: boolean): Promise<number> => {
      aws.requests.clear();
      const { exec } = await executor(aws, customized);
      expect(await exec.callAsync((n: number) => n + note.length, 1)).toBe(50_001);
      return Math.max(...invokedBytes(aws));
    };
    expect((await measure(false)) - (await measure(true))).toBeGreaterThan(50_000);
  });

  it('makes one function for the same function and another one for another', async () => {
    const aws = await cloud();
    const functionsMade = () => aws.requests.count({ operation: 'CreateFunction', status: 201 });
    const add = (more: number) => (n: number) => n + more;
    for (const [more, made] of [
      [1, 1],
      [1, 1],
      [2, 2],
    ] as const) {
      const { exec } = await executor(aws);
      expect(await exec.map(add(more), [1])).toEqual([1 + more]);
      expect(functionsMade()).toBe(made);
    }
  });

  it('serves reducers, and calls that other calls hand over', async () => {
    const { exec } = await executor(await cloud());
    const sum = await exec.mapReduce(
      (n: number) => n * 2,
      [1, 2, 3],
      (values) => values.reduce((a, b) => a + b, 0),
    );
    expect(sum).toBe(12);
    const chained = exec.callAsync((n: number, ctx) => ctx.callAsync((m: number) => m + n, 20), 1);
    expect(await chained).toBe(21);
  });

  it('goes on in a new function when somebody deletes theirs', async () => {
    const aws = await cloud();
    const { exec } = await executor(aws);
    const double = (n: number): number => n * 2;
    await exec.map(double, [1]);
    const [created] = aws.requests.filter({ operation: 'CreateFunction' });
    aws.deleteFunction(created?.functionName ?? '');
    expect(await exec.map(double, [2])).toEqual([4]);
  });

  it('is refused together with an image', async () => {
    const { exec } = await executor(await cloud(), true, { runtime: 'tools' });
    await expect(exec.callAsync((n: number) => n, 1)).rejects.toMatchObject({
      code: 'LITHOPS_UNSUPPORTED',
      message: expect.stringContaining('no image together with customized_runtime'),
    });
  });

  it('is refused on a backend that uploads nothing', async () => {
    const exec = new FunctionExecutor({ config: { localhost: { customized_runtime: true } } });
    onTestFinished(() => exec.close());
    await expect(exec.callAsync((n: number) => n, 1)).rejects.toMatchObject({ code: 'LITHOPS_UNSUPPORTED' });
  });
});
