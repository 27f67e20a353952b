import { describe, expect, it } from 'vitest';
import { jobOf } from '../../test/support/jobs.js';
import { dataKey } from '../storage/key-layout.js';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import { decodeReference, decodeStoredPayload, newSealKey, unseal } from '../wire/index.js';
import { PayloadBuilder } from './payload-builder.js';

const sealKey = newSealKey();
const bucket = 'bucket';

async function newBuilder(maxPayloadBytes: number) {
  const store = new MemoryStorage(new Map());
  await store.createBucket(bucket);
  const builder = new PayloadBuilder({
    storage: { name: 'memory', bucket, sections: {} },
    report: { to: 'monitor', monitor: 'storage', intervalMs: 20, seal: sealKey },
    sealKey,
    maxPayloadBytes,
    maxReplyBytes: 1000,
    dataLimitBytes: undefined,
    openStorage: async () => store,
  });
  return { store, builder };
}

describe('a payload that lies in storage', () => {
  it.each(['too large for the platform', 'of a whole job'])(
    '%s: does not tell the key that signs reports; with its reference a worker has it',
    async (kind) => {
      const { store, builder } = await newBuilder(10);
      const job = jobOf([1, 2]);
      const { calls, attempts } = job.take(2);
      let reference: Uint8Array<ArrayBuffer> | undefined;
      if (kind === 'of a whole job') {
        const chunk = await builder.buildWhole(job, 'a', calls, attempts);
        if (chunk !== undefined) reference = builder.referenceTo(job, await builder.store(job, chunk.body));
      } else reference = (await builder.build(job, 'a', calls, attempts))?.body;
      const stored = await store.get(
        bucket,
        dataKey({ executorId: job.definition.executorId, jobId: 'M0000' }, 0),
      );
      expect(Buffer.from(stored).includes(sealKey)).toBe(false);
      const { seal } = decodeReference(reference ?? new Uint8Array()) ?? {};
      expect(seal).toBe(sealKey);
      expect(decodeStoredPayload(unseal(stored, sealKey), sealKey)).toMatchObject({
        indexes: [0, 1],
        report: { to: 'monitor', seal: sealKey },
      });
    },
  );
});
