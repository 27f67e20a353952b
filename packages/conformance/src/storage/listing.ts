import assert from 'node:assert/strict';
import type { TestRunner } from '../test-runner.js';
import { byUtf8, pagesOf, type SuiteStore } from './store.js';

/** What a listing holds, in which order. */
export function listingTests({ describe, it }: TestRunner, store: SuiteStore): void {
  describe('a listing', () => {
    it('is in the order of UTF-8 bytes', async () => {
      const keys = ['b', 'a/b', 'a', 'a-', 'a.', 'a0', 'B', 'a/', 'é', '\uffee', '🎉', '10', '2'];
      for (const key of keys) await store.put(`order/${key}`);
      const expected = keys.map((key) => `order/${key}`).sort(byUtf8);
      assert.deepEqual(await store.keys('order/'), expected);
    });

    it('holds what begins with the prefix, in the middle of a segment as well', async () => {
      for (const key of ['1', '1/x', '10', '10/x', '2']) await store.put(`prefix/${key}`);
      assert.deepEqual(await store.keys('prefix/1'), ['prefix/1', 'prefix/1/x', 'prefix/10', 'prefix/10/x']);
      assert.deepEqual(await store.keys('prefix/1/'), ['prefix/1/x']);
      assert.deepEqual(await store.keys('prefix/3'), []);
      assert.deepEqual(await store.keys('prefix/../prefix/'), []);
    });

    it('finds a prefix that ends within a very long segment', async () => {
      const long = 'l'.repeat(500);
      for (const end of ['a', 'a/x', 'b']) await store.put(`long/${long}${end}`);
      assert.deepEqual(await store.keys(`long/${long}a`), [`long/${long}a`, `long/${long}a/x`]);
      assert.deepEqual(await store.keys(`long/${long}`, `long/${long}a/x`), [`long/${long}b`]);
    });

    it('starts after any key, whether it exists or not', async () => {
      for (const key of ['a', 'a/b', 'a/c', 'b', 'c/d']) await store.put(`after/${key}`);
      const after = (key: string) => store.keys('after/', `after/${key}`);
      assert.deepEqual(await after('a'), ['after/a/b', 'after/a/c', 'after/b', 'after/c/d']);
      assert.deepEqual(await after('a/b'), ['after/a/c', 'after/b', 'after/c/d']);
      assert.deepEqual(await after('a/bb'), ['after/a/c', 'after/b', 'after/c/d']);
      assert.deepEqual(await after('bb'), ['after/c/d']);
      assert.deepEqual(await after('c/d'), []);
    });
  });
}

/** How a listing comes. */
export function pageTests({ describe, it }: TestRunner, store: SuiteStore): void {
  describe('pages of a listing', () => {
    it('of 2,001 objects comes in pages of at most 1,000 and misses none', async () => {
      const keys = Array.from({ length: 2001 }, (_, i) => `many/${String(i).padStart(5, '0')}`);
      for (let i = 0; i < keys.length; i += 50)
        await Promise.all(keys.slice(i, i + 50).map((key) => store.put(key)));
      const pages = await pagesOf(store.backend.list(store.bucket, 'many/'));
      assert.ok(pages.every((page) => page.length <= 1000));
      assert.deepEqual(
        pages.flat().map(({ key }) => key),
        keys,
      );
      await store.backend.deleteMany(store.bucket, keys);
      assert.deepEqual(await store.keys('many/'), []);
    });

    it('tells of each object what head tells', async () => {
      await store.put('same/object', 'content');
      const [page] = await pagesOf(store.backend.list(store.bucket, 'same/'));
      assert.deepEqual(page, [await store.backend.head(store.bucket, 'same/object')]);
    });

    it('can be left early', async () => {
      await store.put('early/object');
      for await (const page of store.backend.list(store.bucket, 'early/')) {
        assert.equal(page.length, 1);
        break;
      }
    });
  });
}
