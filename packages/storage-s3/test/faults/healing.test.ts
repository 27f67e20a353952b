import { type FaultProxy, faults } from '@lithops/testing-services';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { programBehindProxy } from '../support/executor.js';
import { expected, putInput, wholeJob } from '../support/whole-job.js';

const SEED = 7;
/** Short, so that what never comes is missed soon; so many attempts that no request is drawn every time. */
const settings = { idleTimeoutMs: 2_000, connectTimeoutMs: 2_000, maxAttempts: 10 };
const ofTheMonitor = /^lithops\.jobs\//;

const passing: readonly (readonly [string, (proxy: FaultProxy) => unknown])[] = [
  [
    'SlowDown for 30 % of all requests',
    (proxy) => proxy.inject(faults.slowDown(), { probability: 0.3, seed: SEED, times: 25 }),
  ],
  [
    'an error inside the service for 20 % of all requests',
    (proxy) => proxy.inject(faults.internalError(), { probability: 0.2, seed: SEED }),
  ],
  [
    'connections that are reset before they are answered, 20 % of them',
    (proxy) => proxy.inject(faults.resetBeforeReply(), { probability: 0.2, seed: SEED }),
  ],
  [
    'answers that get lost when the service has done its part, 20 % of them',
    (proxy) => proxy.inject(faults.loseReply(), { probability: 0.2, seed: SEED }),
  ],
  [
    'connections that are reset in the middle of every body',
    (proxy) => proxy.inject(faults.resetAfterDownload(30_000), { operation: 'GetObject' }),
  ],
  [
    'uploads that are reset in the middle',
    (proxy) => proxy.inject(faults.resetAfterUpload(1_000), { operation: 'PutObject', times: 3 }),
  ],
  [
    'bodies that stop in the middle',
    (proxy) => proxy.inject(faults.stallAfterDownload(10_000), { operation: 'GetObject', times: 3 }),
  ],
  ['a first byte that is slow', (proxy) => proxy.inject(faults.slowFirstByte(150))],
  ['listings in short pages', (proxy) => proxy.inject(faults.shortPages(2), { operation: 'ListObjectsV2' })],
  [
    'listings that are cut in the middle',
    (proxy) => proxy.inject(faults.malformedListing(), { operation: 'ListObjectsV2', times: 3 }),
  ],
  [
    'listings that are reset in the middle',
    (proxy) => proxy.inject(faults.resetAfterDownload(300), { operation: 'ListObjectsV2', times: 3 }),
  ],
  [
    'a bucket that is in another region',
    (proxy) => proxy.inject(faults.authorizationHeaderMalformed('eu-west-1'), { times: 1 }),
  ],
  [
    'a monitor that cannot list for a while',
    (proxy) =>
      proxy.inject(faults.internalError(), {
        operation: 'ListObjectsV2',
        when: ({ query }) => ofTheMonitor.test(query['prefix'] ?? ''),
        times: 10,
      }),
  ],
  [
    'a monitor that may not list for a moment',
    (proxy) =>
      proxy.inject(faults.accessDenied(), {
        operation: 'ListObjectsV2',
        when: ({ query }) => ofTheMonitor.test(query['prefix'] ?? ''),
        times: 2,
      }),
  ],
];

describe.skipIf(whyNoS3 !== undefined)(`a whole job meets ${whyNoS3 ?? ''}`, () => {
  it.each(passing)('%s, and comes to the same results, each once', async (_, inject) => {
    const program = await programBehindProxy(settings);
    await putInput(program);
    const exec = program.open({ monitoring: 'storage' });
    inject(program.proxy);
    const list = wholeJob(program, exec);
    const texts: string[] = [];
    let count = 0;
    for await (const outcome of list.outcomes()) {
      count++;
      if (outcome.status === 'rejected') throw outcome.reason;
      texts[outcome.index] = outcome.value;
    }
    expect(count).toBe(9);
    expect(texts.join('') === expected).toBe(true);
    program.proxy.heal();
    await exec.close();
    expect(await program.left()).toEqual([]);
  });
});
