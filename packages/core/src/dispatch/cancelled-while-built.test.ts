import { describe, expect, it, vi } from 'vitest';
import { dispatchBy } from '../../test/support/dispatch-by.js';
import { jobOf } from '../../test/support/jobs.js';
import { storedBuilder } from '../../test/support/whole-job-backend.js';
import type { ActivationBackend } from '../spec/compute-backend.js';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import { deferred } from '../util/deferred.js';
import { decodePayload } from '../wire/index.js';

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
    const sent: (readonly number[])[] = [];
    const invoke: ActivationBackend['invoke'] = async ({ id, body }) => {
      sent.push(decodePayload(body).indexes);
      return { requestId: id };
    };
    const job = jobOf([0, 1, 2], { chunkSize: 3, hasLargeCode: true, retries: 0 });
    const dispatcher = dispatchBy({ invoke, builder: storedBuilder(store, 1_000_000), store }, job);
    await asked.promise;
    job.cancel([1], () => new Error('cancelled'));
    opened.resolve();
    await vi.waitFor(() => expect(sent).toEqual([[0, 2]]));
    await dispatcher.idle();
    dispatcher.close();
  });
});
