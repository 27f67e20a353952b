import { FunctionExecutor } from '@lithops/core';
import { memoryStorage } from '@lithops/core/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { countingProxy } from './support/counting-proxy.js';
import { cloud, type LambdaOptions, lambda } from './support/lambda.js';
import { meetingOf } from './support/meeting.js';

describe('invoke_pool_threads', () => {
  it.each<[string, LambdaOptions, number]>([
    ['is the number of connections', { maxWorkers: 9, invokePoolThreads: 3 }, 3],
    ['is max_workers where nothing is said', { maxWorkers: 9 }, 9],
  ])('%s, and so of calls at once', async (_, options, expected) => {
    const { url } = await meetingOf(expected);
    const aws = await cloud({ environments: { crowd: 1 } });
    const proxy = await countingProxy(aws.endpoint);
    const backend = lambda(aws, { ...options, endpoint: proxy.endpoint });
    const exec = new FunctionExecutor({ backend, storage: memoryStorage(), retries: 0 });
    onTestFinished(() => exec.close());
    const met = await exec.map(
      async (n: number) => {
        const { get } = await import('node:http');
        await new Promise((resolve, reject) => get(url, resolve).on('error', reject));
        return n;
      },
      Array.from({ length: 9 }, (_, n) => n),
    );
    expect(met).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect([proxy.mostConnections(), aws.mostAtOnce()]).toEqual([expected, expected]);
  });
});
