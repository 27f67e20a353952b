import { FunctionExecutor } from '@lithops/core';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloud, executor, lambda } from '../support/lambda.js';
import { silentStore } from '../support/silent-store.js';

const MiB = 1024 * 1024;
const lengthOf = (item: Uint8Array): number => item.byteLength;
const bytesOf = (length: number): Uint8Array => new Uint8Array(length).fill(7);
/** Items of any size. */
const unlimited = { lithops: { data_limit: false } };

describe.skipIf(whyNoS3 !== undefined)(`items and results ${whyNoS3 ?? ''}`, () => {
  it('that fit into requests and replies need no store', async () => {
    const aws = await cloud();
    const store = await silentStore();
    const exec = new FunctionExecutor({ backend: lambda(aws), storage: store.plugin, config: unlimited });
    onTestFinished(() => exec.close());
    const length = Math.floor(4.4 * MiB);
    expect(await exec.callAsync(lengthOf, bytesOf(length))).toBe(length);
    expect((await exec.callAsync(bytesOf, length)).byteLength).toBe(length);
    await exec.close();
    expect(store.requests()).toBe(0);
  });

  it.each([5.9 * MiB, 6 * MiB + 1, 12 * MiB].map(Math.floor))(
    'of %i bytes go by the store, and requests stay small',
    async (length) => {
      const aws = await cloud();
      const exec = executor(aws, {}, { config: unlimited });
      expect(await exec.map(lengthOf, [bytesOf(length), bytesOf(3)])).toEqual([length, 3]);
      const results = await exec.map(bytesOf, [length, 3]);
      expect(results.map(({ byteLength }) => byteLength)).toEqual([length, 3]);
      for (const { requestBytes, replyBytes, status } of aws.requests.filter({ operation: 'Invoke' })) {
        expect(status).toBe(200);
        expect(requestBytes).toBeLessThan(MiB);
        expect(replyBytes).toBeLessThan(MiB);
      }
    },
  );

  it.each([
    ['stay within the event', 0.7 * MiB, true],
    ['go by the store', MiB + 1, false],
    ['go by the store', 6 * MiB + 1, false],
  ] as const)('of events %s with %i bytes', async (_, size, isInEvent) => {
    const length = Math.floor(size);
    const aws = await cloud();
    const exec = executor(aws, {}, { config: unlimited, monitoring: 'storage' });
    expect(await exec.callAsync(lengthOf, bytesOf(length))).toBe(length);
    expect((await exec.callAsync(bytesOf, length)).byteLength).toBe(length);
    const [event] = aws.requests.filter({ operation: 'Invoke' });
    expect(event?.status).toBe(202);
    expect((event?.requestBytes ?? 0) > length).toBe(isInEvent);
  });

  it('above data_limit fail their own call, with what to do', async () => {
    const aws = await cloud();
    const exec = executor(aws);
    const ends = await exec.map(lengthOf, [bytesOf(6 * MiB + 1), bytesOf(3)]).settled();
    expect(ends).toMatchObject([
      {
        status: 'rejected',
        reason: { code: 'LITHOPS_ITEM_TOO_LARGE', message: expect.stringContaining('CloudObject') },
      },
      { status: 'fulfilled', value: 3 },
    ]);
  });
});
