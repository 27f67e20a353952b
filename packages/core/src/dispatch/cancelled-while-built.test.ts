import { describe, expect, it, vi } from 'vitest';
import { jobOf } from '../../test/support/jobs.js';
import { keptLog } from '../../test/support/kept-log.js';
import { fakeJobBackend, storedBuilder } from '../../test/support/whole-job-backend.js';

import type { ActivationBackend } from '../spec/compute-backend.js';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import { deferred } from '../util/deferred.js';
import { decodePayload } from '../wire/index.js';
import { ActivationDispatcher } from './activation-dispatcher.js';
import { OutcomeIntake } from './outcome-intake.js';

describe('calls that are cancelled while their activation is made', () => {
  it('are not sent, and the others of the chunk are', async () => {
    const store = new MemoryStorage();
    const [opened, asked] = [deferred(), deferred()];
    const put = store.put.bind(store);
    store.put = async (...args) => {
      asked.resolve();
      await opened.promise;
      return await put(...args);
    };
    const { runtime, submitted: _, indexesOfWorkers: __, valueOf: ___, ...base } = fakeJobBackend();
    const sent: (readonly number[])[] = [];
    const backend: ActivationBackend = {
      ...base,
      dispatch: 'activation',
      capabilities: { ...base.capabilities, replies: ['inline'] },
      invoke: async ({ id, body }) => {
        sent.push(decodePayload(body).indexes);
        return { requestId: id };
      },
    };
    const job = jobOf([0, 1, 2], { chunkSize: 3, hasLargeCode: true, retries: 0 });
    const dispatcher = new ActivationDispatcher({
      backend,
      builder: storedBuilder(store, 1_000_000),
      intake: new OutcomeIntake({
        openStorage: async () => store,
        bucket: 'bucket',
        continueWith: () => undefined,
      }),
      redeploy: () => Promise.reject(new Error('not in this test')),
      longestSilenceMs: 1000,
      monitor: undefined,
      slots: 1,
      defaultChunkSize: 1,
      log: keptLog(),
      onFinished: () => undefined,
    });
    dispatcher.add(job, runtime);
    await asked.promise;
    job.cancel([1], () => new Error('cancelled'));
    opened.resolve();
    await vi.waitFor(() => expect(sent).toEqual([[0, 2]]));
    await dispatcher.idle();
    dispatcher.close();
  });
});
