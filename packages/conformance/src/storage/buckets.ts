import assert from 'node:assert/strict';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { pagesOf, rejectsWith } from './asking.js';
import type { SuiteStore } from './suite-store.js';

/** Buckets. */
export function bucketTests(runner: TestRunner, store: SuiteStore): void {
  promises(runner, 'a bucket', (it) => {
    it('can be created again, also by several at once, and keeps its objects', async () => {
      await store.put('stays');
      await Promise.all(Array.from({ length: 5 }, () => store.backend.createBucket(store.bucket)));
      assert.equal(await store.backend.bucketExists(store.bucket), true);
      assert.equal(await store.read('stays'), 'stays');
    });

    it('has objects of its own', async () => {
      const { backend, bucket, otherBucket } = store;
      await store.put('of/both', 'here');
      await backend.put(otherBucket, 'of/both', Buffer.from('there'));
      assert.equal(await store.read('of/both'), 'here');
      await backend.delete(otherBucket, 'of/both');
      assert.equal(await store.read('of/both'), 'here');
      const [page = []] = await pagesOf(backend.list(otherBucket, 'of/'));
      assert.deepEqual(page, [], `Expected nothing of bucket "${bucket}" in "${otherBucket}".`);
    });

    it('is LITHOPS_INVALID_ARGUMENT under a name that could leave the store', async () => {
      for (const name of ['', '.', '..', '../up', 'a/b', '.staging', 'nul\0']) {
        const what = `bucket ${JSON.stringify(name)}`;
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', store.backend.createBucket(name), what);
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', store.backend.get(name, 'a'), what);
      }
    });
  });
}
