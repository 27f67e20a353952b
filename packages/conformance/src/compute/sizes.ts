import assert from 'node:assert/strict';
import type { ComputeBackend } from '@lithops/core/spec';
import { endsOf, numbers } from '../ends.js';
import type { PromiseGroup, Unless } from './promised.js';
import type { SuitePlatform } from './suite-platform.js';
import { both, repliesInline, repliesNone, takesActivations } from './unless.js';

const MB = 1024 * 1024;
/** No more is tried, whatever is declared. */
const LARGEST_BYTES = 8 * MB;
/** So near to a limit is as good as at it: lengths of lengths differ. */
const NEAR_BYTES = 64;

const repliesAreLimited: Unless = ({ capabilities: { maxReplyBytes } }) =>
  maxReplyBytes <= LARGEST_BYTES
    ? undefined
    : `capabilities.maxReplyBytes is ${maxReplyBytes}: more than is tried (${LARGEST_BYTES})`;

/** Payloads and replies as large as is declared, and larger values, which go by the store. */
export const sizes: PromiseGroup = {
  title: 'sizes',
  promises: [
    {
      name: 'of payloads may be what is declared for inline replies',
      promise: 'invoke takes a body of capabilities.maxPayloadBytes.inline',
      unless: both(takesActivations, repliesInline),
      test: (platform) => largestPayload(platform, 'inline'),
    },
    {
      name: 'of payloads may be what is declared without replies',
      promise: 'invoke takes a body of capabilities.maxPayloadBytes.none',
      unless: both(takesActivations, repliesNone),
      test: (platform) => largestPayload(platform, 'none'),
    },
    {
      name: 'of replies may be what is declared',
      promise: 'a reply of capabilities.maxReplyBytes comes back whole',
      unless: both(takesActivations, repliesInline),
      test: largestReply,
    },
    {
      name: 'of values may be larger than payloads are',
      promise: 'calls run whose payload is in the store',
      test: (platform) =>
        platform.run(async (exec) => {
          const sizeBytes = Math.min(payloadLimit(await platform.backend()) + 1000, LARGEST_BYTES);
          const items = numbers(2).map((n) => new Uint8Array(sizeBytes).fill(n + 1));
          const list = exec.map((item: Uint8Array) => item.reduce((sum, byte) => sum + byte, 0), items);
          assert.deepEqual(await endsOf(list), [sizeBytes, 2 * sizeBytes]);
        }),
    },
    {
      name: 'of values may be larger than replies are',
      promise: 'results that no reply can carry come by the store',
      unless: both(repliesInline, repliesAreLimited),
      test: (platform) =>
        platform.run(async (exec) => {
          const { maxReplyBytes } = (await platform.backend()).capabilities;
          const list = exec.map((n: number) => new Uint8Array(n).fill(7), [maxReplyBytes + 1, 5]);
          const sums = (await list).map((bytes) => bytes.reduce((sum, byte) => sum + byte, 0));
          assert.deepEqual(sums, [7 * (maxReplyBytes + 1), 35]);
        }),
    },
  ],
};

function payloadLimit({ capabilities: { maxPayloadBytes, replies } }: ComputeBackend): number {
  return maxPayloadBytes[replies.includes('inline') ? 'inline' : 'none'];
}

/** What goes with an item of a payload is measured with a small one, so that the large one is of the size that is meant. */
async function largestPayload(platform: SuitePlatform, mode: 'inline' | 'none'): Promise<void> {
  const limitBytes = (await platform.backend()).capabilities.maxPayloadBytes[mode];
  const aimBytes = Math.min(limitBytes, LARGEST_BYTES);
  const monitoring = mode === 'inline' ? 'direct' : 'storage';
  await platform.run(
    async (exec, watch) => {
      const send = async (sizeBytes: number): Promise<number> => {
        const sum = exec.map(
          (item: Uint8Array) => item.reduce((all, byte) => all + byte, 0),
          [new Uint8Array(sizeBytes).fill(3)],
        );
        assert.deepEqual(
          await endsOf(sum),
          [3 * sizeBytes],
          `a body of about ${sizeBytes} bytes did not arrive, and capabilities.maxPayloadBytes.${mode} is ${limitBytes}`,
        );
        return watch.invocations.at(-1)?.activation.body.byteLength ?? 0;
      };
      const half = Math.floor(aimBytes / 2);
      const othersBytes = (await send(half)) - half;
      const sentBytes = await send(aimBytes - othersBytes - NEAR_BYTES / 2);
      assert.ok(
        Math.abs(aimBytes - sentBytes) < NEAR_BYTES,
        `core sent ${sentBytes} bytes instead of ${aimBytes}`,
      );
    },
    { monitoring },
  );
}

async function largestReply(platform: SuitePlatform): Promise<void> {
  const { maxReplyBytes } = (await platform.backend()).capabilities;
  const aimBytes = Math.min(maxReplyBytes, LARGEST_BYTES);
  await platform.run(
    async (exec, watch) => {
      const get = async (sizeBytes: number): Promise<number> => {
        const [bytes] = await exec.map((n: number) => new Uint8Array(n).fill(3), [sizeBytes]);
        const sum = bytes?.reduce((all, byte) => all + byte, 0);
        assert.equal(sum, 3 * sizeBytes, 'other bytes came back');
        return await watch.repliedBytes();
      };
      const half = Math.floor(aimBytes / 2);
      const othersBytes = (await get(half)) - half;
      await get(aimBytes - othersBytes - NEAR_BYTES / 2);
    },
    { monitoring: 'direct' },
  );
}
