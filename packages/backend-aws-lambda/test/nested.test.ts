import { awsLambda } from '@lithops/backend-aws-lambda';
import { FunctionExecutor } from '@lithops/core';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { cloud, executor } from './support/lambda.js';

/** A role that may do all that functions need, and invoke them only if that is said. */
function roleThatMay(...allow: string[]) {
  return { roles: [{ name: 'lithops', allow: ['logs:*', ...allow] }] };
}

describe.skipIf(whyNoS3 !== undefined)(`executors inside calls on Lambda ${whyNoS3 ?? ''}`, () => {
  it('run on the function of the call, which is not deployed again', async () => {
    const aws = await cloud(roleThatMay('lambda:InvokeFunction'));
    const exec = executor(aws);
    const sums = exec.map(
      async (n: number) => {
        await using nested = new FunctionExecutor();
        const parts = await nested.map((x: number) => x * n, [1, 2, 3]);
        return parts.reduce((a, b) => a + b);
      },
      [1, 10],
    );
    expect(await sums).toEqual([6, 60]);
    expect(aws.requests.count({ operation: 'CreateFunction' })).toBe(1);
    expect(new Set(aws.requests.filter({ operation: 'Invoke' }).map((one) => one.functionName)).size).toBe(1);
    expect(aws.requests.count({ operation: 'Invoke' })).toBe(8);
  });

  it('have ids below their call, its store and its monitor', async () => {
    const aws = await cloud();
    const exec = executor(aws, {}, { monitoring: 'storage' });
    const seen = await exec.callAsync(async (_: number, ctx) => {
      const reference = await ctx.storage.putCloudObject('from the caller');
      await using nested = new FunctionExecutor();
      const [id, text] = await nested.callAsync(async (object, inner) => {
        const bytes = await inner.storage.getCloudObject(object);
        return [inner.executorId, Buffer.from(bytes).toString()] as const;
      }, reference);
      return { isBelow: id.startsWith(`${ctx.executorId}.${ctx.jobId}.${ctx.callId}.`), text };
    }, 1);
    expect(seen).toEqual({ isBelow: true, text: 'from the caller' });
    const kinds = aws.requests
      .filter({ operation: 'Invoke' })
      .map(({ parameters }) => parameters['InvocationType']);
    expect(kinds).toEqual(['Event', 'Event']);
    expect(aws.requests.count({ operation: 'PutFunctionEventInvokeConfig' })).toBe(1);
  });

  it('nest as deep as you like', async () => {
    const exec = executor(await cloud());
    const total = exec.callAsync(async (n: number) => {
      await using second = new FunctionExecutor();
      return await second.callAsync(async (x: number) => {
        await using third = new FunctionExecutor();
        const leaves = await third.map((y: number) => y * x, [1, 2]);
        return leaves.reduce((a, b) => a + b);
      }, n + 1);
    }, 1);
    expect(await total).toBe(6);
  });

  it('map and reduce there, and may leave both to the client', async () => {
    const exec = executor(await cloud());
    const waits = exec.callAsync(async (n: number) => {
      await using nested = new FunctionExecutor();
      return await nested.mapReduce(
        (x: number) => x * n,
        [1, 2, 3],
        (all) => all.reduce((a, b) => a + b),
      );
    }, 10);
    expect(await waits).toBe(60);
    const leaves = exec.callAsync(
      (n: number, { mapReduce }) =>
        mapReduce(
          (x: number) => x * n,
          [1, 2, 3],
          (all) => all.reduce((a, b) => a + b),
        ),
      10,
    );
    expect(await leaves).toBe(60);
  });

  it('are run by the client where a call returns their future at once', async () => {
    const aws = await cloud(roleThatMay());
    const exec = executor(aws);
    const future = exec.callAsync(
      (n: number) => new FunctionExecutor().map((x: number) => x * n, [1, 2]),
      21,
    );
    expect(await future).toEqual([21, 42]);
  });

  it('fail with the line of the policy that the role lacks', async () => {
    const exec = executor(await cloud(roleThatMay()));
    const nested = exec.callAsync(async (n: number) => {
      await using inner = new FunctionExecutor();
      return await inner.callAsync((x: number) => x, n);
    }, 1);
    await expect(nested).rejects.toThrow(
      /"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:\*:\*:function:lithops-/,
    );
  });

  it('refuse a runtime that is not that of the caller', async () => {
    const exec = executor(await cloud(), { runtimeMemoryMb: 256 });
    const nested = exec.callAsync(async (n: number) => {
      await using inner = new FunctionExecutor({ runtimeMemoryMb: 512 });
      return await inner.callAsync((x: number) => x, n);
    }, 1);
    await expect(nested).rejects.toMatchObject({
      code: 'LITHOPS_UNSUPPORTED',
      message: expect.stringMatching(/256 MB.*got 512 MB/),
    });
  });

  it('say what to write instead of a backend of their own, which workers do not have', async () => {
    const exec = executor(await cloud(), {}, { retries: 0 });
    const nested = exec.callAsync(async (n: number) => {
      await using inner = new FunctionExecutor({ backend: awsLambda({ executionRole: 'unknown' }) });
      return await inner.callAsync((x: number) => x, n);
    }, 1);
    await expect(nested).rejects.toMatchObject({
      code: 'LITHOPS_UNSUPPORTED',
      message: expect.stringMatching(/got "@lithops\/backend-aws-lambda".* new FunctionExecutor\(\) without/),
    });
  });

  it('say once in a process that the worker waits, and what to write instead', async () => {
    const exec = executor(await cloud());
    const warnings = await exec.callAsync(async (n: number) => {
      const lines: string[] = [];
      const { write } = process.stderr;
      process.stderr.write = (line: string | Uint8Array) => lines.push(String(line)) > 0;
      try {
        for (let round = 0; round < 2; round++) {
          await using inner = new FunctionExecutor();
          await inner.callAsync((x: number) => x, n);
        }
      } finally {
        process.stderr.write = write;
      }
      return lines;
    }, 1);
    expect(warnings).toEqual([expect.stringContaining('`return ctx.map(fn, items)`')]);
  });

  it('work again in a process that was frozen since', async () => {
    const exec = executor(await cloud(), { maxWorkers: 1 });
    const wait = async (n: number): Promise<number> => {
      await using inner = new FunctionExecutor();
      return await inner.callAsync((x: number) => x + 1, n);
    };
    expect(await exec.callAsync(wait, 1)).toBe(2);
    expect(await exec.callAsync(wait, 2)).toBe(3);
  });

  it('end with the call that did not wait for them', async () => {
    const exec = executor(await cloud(), { maxWorkers: 1 });
    const left = async (n: number): Promise<number> => {
      void new FunctionExecutor().callAsync((x: number) => x, n).then(String, String);
      return n;
    };
    expect(await exec.map(left, [1, 2, 3])).toEqual([1, 2, 3]);
  });
});
