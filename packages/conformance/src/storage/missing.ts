import assert from 'node:assert/strict';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { pagesOf, rejectsWith } from './asking.js';
import type { SuiteStore } from './suite-store.js';

/** Objects and buckets that are not there. */
export function missingTests(runner: TestRunner, store: SuiteStore): void {
  promises(runner, 'what is missing', (it) => {
    it('is LITHOPS_NO_SUCH_KEY for a key, with key and bucket in the message', async () => {
      const { backend, bucket } = store;
      const asked = {
        get: () => backend.get(bucket, 'no/such'),
        getStream: () => backend.getStream(bucket, 'no/such'),
        head: () => backend.head(bucket, 'no/such'),
      };
      for (const [name, ask] of Object.entries(asked)) {
        const { message } = await rejectsWith('LITHOPS_NO_SUCH_KEY', ask(), name);
        assert.ok(
          message.includes('no/such') && message.includes(bucket),
          `Expected key and bucket in "${message}".`,
        );
      }
    });

    it('is LITHOPS_NO_SUCH_BUCKET for a bucket, and asking does not make it', async () => {
      const { backend } = store;
      const nowhere = `${store.bucket}-nowhere`;
      const asked = {
        get: () => backend.get(nowhere, 'a'),
        getStream: () => backend.getStream(nowhere, 'a'),
        head: () => backend.head(nowhere, 'a'),
        put: () => backend.put(nowhere, 'a', Buffer.from('a')),
        'put with ifNoneMatch': () => backend.put(nowhere, 'a', Buffer.from('a'), { ifNoneMatch: true }),
        delete: () => backend.delete(nowhere, 'a'),
        deleteMany: () => backend.deleteMany(nowhere, ['a']),
        list: () => pagesOf(backend.list(nowhere, '')),
      };
      for (const [name, ask] of Object.entries(asked))
        await rejectsWith('LITHOPS_NO_SUCH_BUCKET', ask(), name);
      assert.equal(await backend.bucketExists(nowhere), false);
    });
  });
}
