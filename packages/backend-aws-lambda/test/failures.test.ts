import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { cloud, executor } from './support/lambda.js';

describe.skipIf(whyNoS3 !== undefined)(`calls that fail on Lambda ${whyNoS3 ?? ''}`, () => {
  it('reject with the error of the function', async () => {
    const exec = executor(await cloud());
    const failing = exec.callAsync((n: number) => {
      throw new RangeError(`no ${n}`);
    }, 7);
    await expect(failing).rejects.toThrow('no 7');
  });

  it('reject with LITHOPS_OUT_OF_MEMORY when they use more than the function has', async () => {
    const exec = executor(await cloud(), { runtimeMemoryMb: 128 }, { retries: 0 });
    const greedy = exec.callAsync((sizeMb: number) => {
      const kept = Array.from({ length: sizeMb }, () => Buffer.alloc(1024 * 1024, 1));
      return kept.length;
    }, 1000);
    await expect(greedy).rejects.toMatchObject({ code: 'LITHOPS_OUT_OF_MEMORY' });
  });

  it('reject with LITHOPS_TIMEOUT when they block past their limit', async () => {
    const exec = executor(await cloud(), { runtimeTimeoutMs: 2000 }, { retries: 0 });
    const endless = exec.callAsync((_: number) => {
      for (;;) if (Date.now() < 0) return;
    }, 1);
    await expect(endless).rejects.toMatchObject({ code: 'LITHOPS_TIMEOUT' });
  });

  it('reject with LITHOPS_WORKER_LOST when they end the process', async () => {
    const exec = executor(await cloud(), {}, { retries: 0 });
    await expect(exec.callAsync(() => process.exit(3), 1)).rejects.toMatchObject({
      code: 'LITHOPS_WORKER_LOST',
    });
  });

  it('leave the process to nobody when they cannot be stopped', async () => {
    const aws = await cloud();
    const exec = executor(aws, { maxWorkers: 1 }, { retries: 0 });
    const sleepy = exec.callAsync(() => new Promise<number>(() => undefined), 1, { timeoutMs: 1000 });
    await expect(sleepy).rejects.toMatchObject({ code: 'LITHOPS_TIMEOUT' });
    expect(await exec.map((n: number) => n + 1, [1, 2, 3])).toEqual([2, 3, 4]);
    expect(aws.requests.count({ operation: 'Invoke' })).toBeGreaterThan(4);
  });
});
