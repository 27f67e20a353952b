import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { cloud, executor } from './support/lambda.js';

/** Which process runs it, until so many do at once. */
async function meet(others: number): Promise<number> {
  const { mkdirSync, readdirSync, writeFileSync } = process.getBuiltinModule('node:fs');
  const folder = `${process.env['TMPDIR']}/met`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${process.pid}`, '');
  while (readdirSync(folder).length < others) await new Promise((resolve) => setTimeout(resolve, 10));
  return process.pid;
}

describe.skipIf(whyNoS3 !== undefined)(`several processes in a worker on Lambda ${whyNoS3 ?? ''}`, () => {
  it('run calls of one invocation at the same time', async () => {
    const aws = await cloud();
    const exec = executor(aws, { workerProcesses: 3, maxWorkers: 1 });
    const met = await exec.map(meet, [3, 3, 3]);
    expect(new Set(met).size).toBe(3);
    expect(aws.requests.count({ operation: 'Invoke' })).toBe(1);
  });

  it('take so many calls by default, and any number if told', async () => {
    const aws = await cloud();
    const inputs = Array.from({ length: 20 }, (_, n) => n);
    const exec = executor(aws, { workerProcesses: 2, maxWorkers: 1 });
    expect(await exec.map((n: number) => n * 2, inputs)).toEqual(inputs.map((n) => n * 2));
    expect(aws.requests.count({ operation: 'Invoke' })).toBe(10);
    expect(await exec.map((n: number) => n * 3, inputs, { chunkSize: 20, timeoutMs: 10_000 })).toEqual(
      inputs.map((n) => n * 3),
    );
    expect(aws.requests.count({ operation: 'Invoke' })).toBe(11);
  });

  it('stay for the next invocation, and are frozen in between', async () => {
    const exec = executor(await cloud(), { workerProcesses: 2, maxWorkers: 1 });
    const first = await exec.map(meet, [2, 2]);
    const second = await exec.map((_: number) => process.pid, [1, 2]);
    expect(first).toEqual(expect.arrayContaining(second));
  });

  it.each([
    ['ends its process', () => process.exit(3), 'LITHOPS_WORKER_LOST', 60_000],
    ['is killed for its memory', () => process.kill(process.pid, 'SIGKILL'), 'LITHOPS_OUT_OF_MEMORY', 60_000],
    [
      'fills its heap',
      () => {
        const kept: unknown[] = [];
        for (;;) kept.push(new Array(100_000).fill({}));
      },
      'LITHOPS_OUT_OF_MEMORY',
      60_000,
    ],
    [
      'blocks past its limit',
      () => {
        for (;;) if (Date.now() < 0) return;
      },
      'LITHOPS_TIMEOUT',
      5000,
    ],
  ])('lose nothing of the others when one %s', async (_, end, code, timeoutMs) => {
    const exec = executor(await cloud(), { workerProcesses: 2 }, { retries: 0 });
    const list = exec.map(
      (n: number) => {
        if (n === 1) end();
        return n;
      },
      [0, 1, 2, 3, 4, 5],
      { chunkSize: 6, timeoutMs },
    );
    const outcomes = await list.settled();
    const [failed] = outcomes.filter(({ status }) => status === 'rejected');
    expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([
      0,
      'failed',
      2,
      3,
      4,
      5,
    ]);
    expect(failed).toMatchObject({ reason: { code } });
  });

  it('send a lost call again, as another attempt', async () => {
    const exec = executor(await cloud(), { workerProcesses: 2 });
    const attempts = exec.map(
      (_: number, ctx) => {
        if (ctx.index === 1 && ctx.attempt === 1) process.exit(3);
        return ctx.attempt;
      },
      [0, 1, 2],
    );
    expect(await attempts).toEqual([1, 2, 1]);
  });

  it('say so when the time of the function is over, and keep what has ended', async () => {
    const exec = executor(await cloud(), { workerProcesses: 2, runtimeTimeoutMs: 6000 }, { retries: 0 });
    const list = exec.map((n: number) => (n === 0 ? new Promise<number>(() => undefined) : n), [0, 1, 2], {
      chunkSize: 3,
      timeoutMs: 6000,
    });
    const [first, ...others] = await list.settled();
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'LITHOPS_TIMEOUT' } });
    expect(others).toMatchObject([{ value: 1 }, { value: 2 }]);
  });

  it('tell their outcomes by the store where that is asked for', async () => {
    const exec = executor(await cloud(), { workerProcesses: 2 }, { monitoring: 'storage', retries: 0 });
    const list = exec.map(
      (n: number) => {
        if (n === 3) process.exit(3);
        return n;
      },
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      { chunkSize: 10, timeoutMs: 30_000 },
    );
    const outcomes = await list.settled();
    const values = outcomes.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'));
    expect(values).toEqual([0, 1, 2, 'failed', 4, 5, 6, 7, 8, 9]);
  });

  it('have the store, its credentials, and results that are too large for a reply', async () => {
    const exec = executor(await cloud(), { workerProcesses: 2 });
    const sizes = exec.map(
      async (n: number, ctx) => {
        await ctx.storage.putObject(ctx.storage.bucket, `note-${n}`, 'x');
        return new Uint8Array(3_000_000 + n);
      },
      [1, 2],
    );
    expect((await sizes).map((bytes) => bytes.byteLength)).toEqual([3_000_001, 3_000_002]);
  });
});
