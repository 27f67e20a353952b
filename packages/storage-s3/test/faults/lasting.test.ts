import { inspect } from 'node:util';
import { type FuturesList, obj } from '@lithops/core';
import { type FaultProxy, faults } from '@lithops/testing-services';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { programBehindProxy } from '../support/executor.js';
import { putInput, wholeJob } from '../support/whole-job.js';

const impatient = { idleTimeoutMs: 1_000, connectTimeoutMs: 1_000, maxAttempts: 2 };
const inItsFolder = /\/lithops\.jobs\//;

/** Why the calls failed, all of them: every future has settled when this resolves. */
async function reasonsOf(list: FuturesList<unknown>): Promise<readonly unknown[]> {
  const reasons: unknown[] = [];
  for (const outcome of await list.settled()) {
    expect(outcome.status).toBe('rejected');
    if (outcome.status === 'rejected') reasons.push(outcome.reason);
  }
  expect(reasons.length).toBeGreaterThan(0);
  const { secretAccessKey } = s3UnderTest().credentials;
  for (const reason of reasons) {
    const everything = inspect(reason, { depth: 20, showHidden: true });
    expect(everything).not.toContain(secretAccessKey);
    expect(everything).not.toContain('AWS4-HMAC-SHA256');
  }
  return reasons;
}

type Lasting = readonly [
  fault: string,
  code: string,
  says: string | RegExp,
  inject: (proxy: FaultProxy) => unknown,
];

const lasting: readonly Lasting[] = [
  [
    'input that may not be listed',
    'LITHOPS_ACCESS_DENIED',
    'add it to their policy',
    (proxy) => proxy.inject(faults.accessDenied(), { operation: 'ListObjectsV2' }),
  ],
  [
    'a listing that always ends in the middle',
    'LITHOPS_SERVICE_FAILED',
    'cut off, or "ceph.endpoint"',
    (proxy) => proxy.inject(faults.malformedListing(), { operation: 'ListObjectsV2' }),
  ],
  [
    'statuses that may not be written',
    'LITHOPS_ACCESS_DENIED',
    /to write "lithops\.jobs\/.*add it to their policy/,
    (proxy) => proxy.inject(faults.accessDenied(), { operation: 'PutObject', path: inItsFolder }),
  ],
  [
    'long results that cannot be written',
    'LITHOPS_SERVICE_UNAVAILABLE',
    /to write "lithops\.jobs\/.*try again later/,
    (proxy) => proxy.inject(faults.internalError(), { operation: 'PutObject', path: inItsFolder }),
  ],
  [
    'statuses that may not be listed',
    'LITHOPS_ACCESS_DENIED',
    /to list bucket .*add it to their policy/,
    (proxy) =>
      proxy.inject(faults.accessDenied(), {
        operation: 'ListObjectsV2',
        when: ({ query }) => (query['prefix'] ?? '').startsWith('lithops.jobs/'),
      }),
  ],
  [
    'results that may not be read',
    'LITHOPS_ACCESS_DENIED',
    /to read "lithops\.jobs\/.*add it to their policy/,
    (proxy) => proxy.inject(faults.accessDenied(), { operation: 'GetObject', path: inItsFolder }),
  ],
  [
    'a clock that is wrong',
    'LITHOPS_CLOCK_SKEW',
    'set the clock',
    (proxy) => proxy.inject(faults.requestTimeTooSkewed()),
  ],
  [
    'an access key that is unknown',
    'LITHOPS_WRONG_CREDENTIALS',
    '"access_key_id" in section "ceph"',
    (proxy) => proxy.inject(faults.invalidAccessKeyId('AKIA')),
  ],
  [
    'a region that is not the one, wherever it is asked',
    'LITHOPS_WRONG_REGION',
    'Set "ceph.region" to "eu-west-1"',
    (proxy) => proxy.inject(faults.authorizationHeaderMalformed('eu-west-1')),
  ],
  [
    'a bucket that is gone',
    'LITHOPS_NO_SUCH_BUCKET',
    'bucket',
    (proxy) => proxy.inject(faults.s3Error(404, 'NoSuchBucket'), { method: 'PUT' }),
  ],
  [
    'a store that nobody reaches any more',
    'LITHOPS_SERVICE_UNAVAILABLE',
    'check the network, and the endpoint',
    (proxy) => proxy.inject(faults.resetBeforeReply()),
  ],
];

describe.skipIf(whyNoS3 !== undefined)(`a whole job meets ${whyNoS3 ?? ''}`, () => {
  it.each(lasting)('%s: %s, for each call, and everything ends', async (_, code, says, inject) => {
    const program = await programBehindProxy(impatient);
    await putInput(program);
    const exec = program.open({ monitoring: 'storage' });
    inject(program.proxy);
    for (const reason of await reasonsOf(wholeJob(program, exec)))
      expect(reason).toMatchObject({ code, message: expect.stringMatching(says) });
    await exec.close();
  });

  it('a body that never goes on: LITHOPS_SERVICE_UNAVAILABLE, after as many attempts as were allowed', async () => {
    const program = await programBehindProxy(impatient);
    await program.put('in/a', 'x'.repeat(100_000));
    program.proxy.inject(faults.stallAfterDownload(0), { operation: 'GetObject', path: /in\/a$/ });
    const list = program.open().map((part) => part.text(), obj(`${program.data}/in/a`));
    for (const reason of await reasonsOf(list))
      expect(reason).toMatchObject({ code: 'LITHOPS_SERVICE_UNAVAILABLE' });
    expect(program.proxy.count({ operation: 'GetObject', path: /in\/a$/ })).toBe(impatient.maxAttempts);
  });

  it('an object that is deleted between listing and read: its calls fail, the others do not', async () => {
    const program = await programBehindProxy();
    for (const key of ['in/a', 'in/b', 'in/c']) await program.put(key, key);
    const { proxy, store, data } = program;
    proxy.inject(
      faults.after(() => store.delete(data, 'in/b')),
      { operation: 'GetObject', path: /in\/b$/ },
    );
    const list = program.open({ monitoring: 'storage' }).map((part) => part.text(), obj(`${data}/in/`));
    expect(await list.settled()).toMatchObject([
      { status: 'fulfilled', value: 'in/a' },
      {
        status: 'rejected',
        reason: { code: 'LITHOPS_NO_SUCH_KEY', message: expect.stringContaining('"in/b"') },
      },
      { status: 'fulfilled', value: 'in/c' },
    ]);
  });

  it('objects that calls ask for and nobody has: LITHOPS_NO_SUCH_KEY, and likewise a bucket', async () => {
    const program = await programBehindProxy();
    const list = program.open().map(
      async ({ bucket, key }: { bucket: string; key: string }, ctx) =>
        (await ctx.storage.getObject(bucket, key)).byteLength,
      [
        { bucket: program.data, key: 'no-such-key' },
        { bucket: 'no-such-bucket-of-mine', key: 'a' },
      ],
    );
    expect(await reasonsOf(list)).toMatchObject([
      { code: 'LITHOPS_NO_SUCH_KEY', message: expect.stringContaining('"no-such-key"') },
      { code: 'LITHOPS_NO_SUCH_BUCKET', message: expect.stringContaining('"no-such-bucket-of-mine"') },
    ]);
  });

  it('a wrong secret: the error names section and key; neither it nor the log shows the secret', async () => {
    const secretAccessKey = 'a-secret-that-is-wrong';
    const program = await programBehindProxy({ secretAccessKey });
    const exec = program.open({ monitoring: 'storage' });
    const list = exec.map((text: string, ctx) => ctx.storage.putObject('any', text, text), ['a', 'b']);
    for (const reason of await reasonsOf(list)) {
      expect(String(reason)).toContain('"secret_access_key" in section "ceph"');
      expect(inspect(reason, { depth: 20, showHidden: true })).not.toContain(secretAccessKey);
    }
    await exec.close();
    expect(await program.log()).not.toContain(secretAccessKey);
  });
});

describe.skipIf(whyNoS3 !== undefined)(
  `an executor whose job has failed with its monitor ${whyNoS3 ?? ''}`,
  () => {
    it('runs the next one when the cause is gone', async () => {
      const program = await programBehindProxy(impatient);
      const exec = program.open({ monitoring: 'storage' });
      program.proxy.inject(faults.accessDenied(), { operation: 'ListObjectsV2' });
      await expect(exec.map((x: number) => x * 2, [1, 2])).rejects.toMatchObject({
        code: 'LITHOPS_ACCESS_DENIED',
      });
      program.proxy.heal();
      expect(await exec.map((x: number) => x * 2, [1, 2])).toEqual([2, 4]);
    });
  },
);
