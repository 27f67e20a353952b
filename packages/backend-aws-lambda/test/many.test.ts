import { FunctionExecutor } from '@lithops/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloud, lambda } from './support/lambda.js';
import { meetingOf } from './support/meeting.js';
import { silentStore } from './support/silent-store.js';

const CALLS = 20_000;
const WORKERS = 1000;

interface Item {
  readonly n: number;
  /** Where to wait for the others. */
  readonly url?: string;
}

describe('20,000 calls on 1,000 workers, told by replies', () => {
  it('are 1,000 in flight at once from one process, and all right', { timeout: 300_000 }, async () => {
    const { url } = await meetingOf(WORKERS);
    const aws = await cloud({ environments: { crowd: 2 }, concurrentExecutions: WORKERS });
    const store = await silentStore();
    const backend = lambda(aws, { maxWorkers: WORKERS });
    const exec = new FunctionExecutor({ backend, storage: store.plugin });
    onTestFinished(() => exec.close());
    const items = Array.from({ length: CALLS }, (_, n): Item => (n < WORKERS ? { n, url } : { n }));
    const results = await exec.map(async ({ n, url }: Item) => {
      if (url !== undefined) {
        const { get } = await import('node:http');
        await new Promise((resolve, reject) => get(url, resolve).on('error', reject));
      }
      return n * 2;
    }, items);
    expect(results).toEqual(items.map(({ n }) => n * 2));
    expect(aws.mostAtOnce()).toBe(WORKERS);
    expect(aws.requests.count({ operation: 'Invoke', status: 200 })).toBe(CALLS);
    expect(store.requests()).toBe(0);
  });
});
