import assert from 'node:assert/strict';
import { types } from 'node:util';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { pagesOf, rejectsWith } from './asking.js';
import { textIn } from './bodies.js';
import type { SuiteStore } from './suite-store.js';

/** Clocks of services differ. */
const CLOCKS_MS = 5 * 60_000;

/** What is told of objects. */
export function headTests(runner: TestRunner, store: SuiteStore): void {
  promises(runner, 'what is told of an object', (it) => {
    it('is its key, its size in bytes and when it was written', async () => {
      const before = Date.now() - CLOCKS_MS;
      await store.put('told/é', 'größer');
      const { key, size, lastModified } = await store.backend.head(store.bucket, 'told/é');
      assert.deepEqual({ key, size }, { key: 'told/é', size: 8 });
      assert.ok(types.isDate(lastModified), `Expected a Date as lastModified, got ${String(lastModified)}.`);
      const told = lastModified.getTime();
      assert.ok(
        told > before && told < Date.now() + CLOCKS_MS,
        `Expected now, got ${lastModified.toISOString()}.`,
      );
    });

    it('is the same in a listing', async () => {
      await store.put('same/object', 'content');
      const [page] = await pagesOf(store.backend.list(store.bucket, 'same/'));
      assert.deepEqual(page, [await store.backend.head(store.bucket, 'same/object')]);
    });

    it('is of the newest content: its time does not go back', async () => {
      await store.put('newest', 'one');
      const first = await store.backend.head(store.bucket, 'newest');
      await store.put('newest', 'three');
      const second = await store.backend.head(store.bucket, 'newest');
      assert.equal(second.size, 5);
      assert.ok(second.lastModified.getTime() >= first.lastModified.getTime());
    });
  });
}

/** Etags, which jobs over objects rely on: a job that was cut over one content must not read another. */
export function versionTests(runner: TestRunner, store: SuiteStore): void {
  const { bucket } = store;
  const etagOf = async (key: string) => (await store.backend.head(bucket, key)).etag;

  promises(runner, 'an etag', (it) => {
    it('is there, and stays while the content does', async () => {
      await store.put('etag', 'first');
      const etag = await etagOf('etag');
      assert.ok(
        typeof etag === 'string' && etag !== '',
        `Expected a text that names the content, got ${etag}.`,
      );
      await store.read('etag');
      assert.equal(await etagOf('etag'), etag);
    });

    it('is another one for another content of the same size', async () => {
      await store.put('etag', 'first');
      const first = await etagOf('etag');
      await store.put('etag', 'other');
      assert.notEqual(await etagOf('etag'), first);
    });

    it('as ifMatch reads the content that it names, whole or in part', async () => {
      await store.put('matched', 'first');
      for (const ifMatch of [await etagOf('matched'), await listedEtag(store, 'matched')]) {
        const read = async (range?: { readonly start: number }) =>
          textIn(await store.backend.getStream(bucket, 'matched', { range, ifMatch }));
        assert.equal(await read(), 'first');
        assert.equal(await read({ start: 3 }), 'st');
        const bytes = await store.backend.get(bucket, 'matched', { ifMatch });
        assert.equal(Buffer.from(bytes).toString(), 'first');
      }
    });

    it('as ifMatch reads nothing of another content: LITHOPS_OBJECT_CHANGED', async () => {
      await store.put('changed', 'first');
      const ifMatch = await etagOf('changed');
      await store.put('changed', 'other');
      const { backend } = store;
      for (const range of [undefined, { start: 3 }]) {
        await rejectsWith('LITHOPS_OBJECT_CHANGED', backend.get(bucket, 'changed', { range, ifMatch }));
        await rejectsWith('LITHOPS_OBJECT_CHANGED', backend.getStream(bucket, 'changed', { range, ifMatch }));
      }
    });

    it('as ifMatch is LITHOPS_NO_SUCH_KEY when there is no object any more', async () => {
      await store.put('gone', 'first');
      const ifMatch = await etagOf('gone');
      await store.backend.delete(bucket, 'gone');
      await rejectsWith('LITHOPS_NO_SUCH_KEY', store.backend.get(bucket, 'gone', { ifMatch }));
    });
  });
}

async function listedEtag(store: SuiteStore, key: string): Promise<string | undefined> {
  const [page] = await pagesOf(store.backend.list(store.bucket, key));
  return page?.[0]?.etag;
}
