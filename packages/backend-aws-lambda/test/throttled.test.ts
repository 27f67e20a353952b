import { FunctionExecutor } from '@lithops/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloud, lambda } from './support/lambda.js';
import { silentStore } from './support/silent-store.js';

const CALLS = 1000;
const PLACES = 10;

describe('1,000 calls where the account has 10 places', () => {
  it('all run, in the one attempt that each has, and soon as many at once as there are places', {
    timeout: 300_000,
  }, async () => {
    const aws = await cloud({ environments: { crowd: 1 }, concurrentExecutions: PLACES });
    const store = await silentStore();
    const exec = new FunctionExecutor({ backend: lambda(aws), storage: store.plugin, retries: 0 });
    onTestFinished(() => exec.close());
    const items = Array.from({ length: CALLS }, (_, n) => n);
    const results = await exec.map(async (n: number) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return n * 2;
    }, items);
    expect(results).toEqual(items.map((n) => n * 2));
    expect(aws.mostAtOnce()).toBe(PLACES);
    // The first time, all of them are sent; then now and then one to see whether there is room.
    const refused = aws.requests.count({ operation: 'Invoke', errorCode: 'TooManyRequestsException' });
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(2 * CALLS);
    expect(aws.requests.count({ operation: 'Invoke', status: 200 })).toBe(CALLS);
  });
});
