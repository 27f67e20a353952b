import { CallProcesses, makeHost } from '@lithops/core/worker';
import { expect, it, onTestFinished } from 'vitest';
import { dataKey } from '../../src/storage/key-layout.js';
import { MemoryStorage } from '../../src/testing/memory-storage-backend.js';
import {
  type ActivationPayload,
  decodeReports,
  encodeReference,
  encodeStoredPayload,
  newSealKey,
  seal,
} from '../../src/wire/index.js';

const storage = { name: 'memory', bucket: 'bucket', sections: {} };
const payload: ActivationPayload = {
  executorId: 'executor',
  jobId: 'M0000',
  activationId: 'activation',
  indexes: [4, 7],
  attempts: [1, 2],
  code: [],
  data: { form: 'each', items: [] },
  itemKind: 'value',
  timeoutMs: 60_000,
  maxReplyBytes: 1_000_000,
  env: {},
  report: { to: 'reply' },
  storage,
};

it('a call whose process cannot read what it is to run is lost at once, not waited for', async () => {
  const store = new MemoryStorage();
  await store.createBucket(storage.bucket);
  const key = newSealKey();
  const stored = seal(encodeStoredPayload(payload), key);
  await store.put(storage.bucket, dataKey(payload, 0), stored);
  const processes = new CallProcesses({
    entry: new URL('programs/call-process.mjs', import.meta.url),
    count: 2,
  });
  onTestFinished(() => processes.close());
  const body = encodeReference({ ...payload, firstSegment: 0, seal: key, storage });
  const reply = await processes.run(body, {
    deadlineEpochMs: Date.now() + 600_000,
    context: undefined,
    host: { ...makeHost(undefined), openStorage: () => Promise.resolve(store) },
  });
  const outcomes = decodeReports(reply).flatMap((report) => [...report.outcomes]);
  const failure = { code: 'LITHOPS_WORKER_LOST', message: expect.stringContaining('the store is gone') };
  expect(outcomes.sort((one, other) => one.index - other.index)).toMatchObject([
    { index: 4, attempt: 1, failure },
    { index: 7, attempt: 2, failure },
  ]);
});
