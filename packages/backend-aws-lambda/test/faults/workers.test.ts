import { faults } from '@lithops/testing-aws-cloud';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { cloud, executor } from '../support/lambda.js';

const double = (n: number): number => n * 2;

describe.skipIf(whyNoS3 !== undefined)(`a call ${whyNoS3 ?? ''}`, () => {
  it('rejects with the error of the function', async () => {
    const exec = executor(await cloud());
    const failing = exec.callAsync((n: number) => {
      throw new RangeError(`no ${n}`);
    }, 7);
    await expect(failing).rejects.toThrow('no 7');
  });

  it('rejects with LITHOPS_OUT_OF_MEMORY when it uses more than the function has', async () => {
    const exec = executor(await cloud(), { runtimeMemoryMb: 128 }, { retries: 0 });
    const greedy = exec.callAsync((sizeMb: number) => {
      const kept = Array.from({ length: sizeMb }, () => Buffer.alloc(1024 * 1024, 1));
      return kept.length;
    }, 1000);
    await expect(greedy).rejects.toMatchObject({ code: 'LITHOPS_OUT_OF_MEMORY' });
  });

  it('rejects with LITHOPS_TIMEOUT when it blocks to the limit of the function', async () => {
    const exec = executor(await cloud(), { runtimeTimeoutMs: 2000 }, { retries: 0 });
    const endless = exec.callAsync((_: number) => {
      for (;;) if (Date.now() < 0) return;
    }, 1);
    await expect(endless).rejects.toMatchObject({ code: 'LITHOPS_TIMEOUT' });
  });

  it('rejects with LITHOPS_WORKER_LOST and the end of the log when it ends the process', async () => {
    const exec = executor(await cloud(), {}, { retries: 0 });
    const ending = exec.callAsync((word: string) => {
      process.stdout.write(`${word}\n`);
      process.exit(3);
    }, 'farewell');
    await expect(ending).rejects.toMatchObject({
      code: 'LITHOPS_WORKER_LOST',
      message: expect.stringMatching(/exit status 3[\s\S]*farewell/),
    });
  });

  it('leaves its process to nobody when it cannot be stopped', async () => {
    const aws = await cloud();
    const exec = executor(aws, { maxWorkers: 1 }, { retries: 0 });
    const sleepy = exec.callAsync(() => new Promise<number>(() => undefined), 1, { timeoutMs: 1000 });
    await expect(sleepy).rejects.toMatchObject({ code: 'LITHOPS_TIMEOUT' });
    expect(await exec.map((n: number) => n + 1, [1, 2, 3])).toEqual([2, 3, 4]);
    expect(aws.requests.count({ operation: 'Invoke' })).toBeGreaterThan(4);
  });

  it('takes no neighbour with it when it kills its worker', async () => {
    const exec = executor(await cloud());
    const list = exec.map(
      (n: number) => (n === 2 ? process.kill(process.pid, 'SIGKILL') : n * 2),
      [1, 2, 3, 4],
      { chunkSize: 2 },
    );
    const ends = await list.settled();
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`a function that ends while it starts ${whyNoS3 ?? ''}`, () => {
  const broken = { envVars: { NODE_OPTIONS: '--require /var/task/not-there.cjs' } };

  it('is told once, with the end of its log, and the rest of the job is not sent', async () => {
    const aws = await cloud();
    const exec = executor(aws, { ...broken, maxWorkers: 2 });
    const ends = await exec.map(double, [1, 2, 3, 4, 5, 6]).settled();
    for (const end of ends)
      expect(end).toMatchObject({
        status: 'rejected',
        reason: {
          code: 'LITHOPS_INVOKE_REJECTED',
          message: expect.stringMatching(/while it starts.*env_vars[\s\S]*not-there\.cjs/),
        },
      });
    expect(aws.requests.count({ operation: 'Invoke' })).toBeLessThanOrEqual(2);
  });

  it('is tried again with the next executor', async () => {
    const aws = await cloud();
    await expect(executor(aws, broken).callAsync(double, 1)).rejects.toThrow('while it starts');
    aws.requests.clear();
    await expect(executor(aws, broken).callAsync(double, 1)).rejects.toThrow('while it starts');
    expect(aws.requests.count({ operation: 'Invoke' })).toBe(1);
  });

  it('is waited for when its start is only slow', async () => {
    const aws = await cloud();
    aws.faults.inject(faults.slowStart(2000), { operation: 'Invoke' });
    expect(await executor(aws, {}, { retries: 0 }).callAsync(double, 4)).toBe(8);
  });
});
