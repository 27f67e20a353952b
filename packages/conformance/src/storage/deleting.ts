import assert from 'node:assert/strict';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { rejectsWith } from './asking.js';
import { numberedKeys } from './many.js';
import type { SuiteStore } from './suite-store.js';

/** Objects that go. */
export function deletingTests(runner: TestRunner, store: SuiteStore): void {
  promises(runner, 'what is deleted', (it) => {
    it('is gone at once: for get, head and listings', async () => {
      await store.put('deleted');
      await store.backend.delete(store.bucket, 'deleted');
      await rejectsWith('LITHOPS_NO_SUCH_KEY', store.backend.get(store.bucket, 'deleted'), 'get');
      await rejectsWith('LITHOPS_NO_SUCH_KEY', store.backend.head(store.bucket, 'deleted'), 'head');
      assert.deepEqual(await store.keys('deleted'), []);
    });

    it('may never have been, alone or among others', async () => {
      await store.backend.delete(store.bucket, 'never/was');
      await store.put('was');
      await store.backend.deleteMany(store.bucket, ['never/was', 'was', 'nor/this', 'was']);
      assert.deepEqual(await store.keys('was'), []);
      await store.backend.deleteMany(store.bucket, []);
    });

    it('takes nothing with it whose key begins in the same way', async () => {
      const keys = ['tree', 'tree/leaf', 'tree/leaf/vein', 'trees'];
      await store.putAll(keys);
      await store.backend.delete(store.bucket, 'tree');
      assert.deepEqual(await store.keys('tree'), ['tree/leaf', 'tree/leaf/vein', 'trees']);
      await store.backend.deleteMany(store.bucket, ['tree/leaf']);
      assert.deepEqual(await store.keys('tree'), ['tree/leaf/vein', 'trees']);
    });

    it('may be more than 1,000 objects, and only those go', async () => {
      const keys = numberedKeys('herd/', 1501);
      const [stays, ...go] = keys;
      await store.putAll(keys);
      await store.backend.deleteMany(store.bucket, [...numberedKeys('never/', 700), ...go]);
      assert.deepEqual(await store.keys('herd/'), [stays]);
    });
  });
}
