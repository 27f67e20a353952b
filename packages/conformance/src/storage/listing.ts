import assert from 'node:assert/strict';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { byUtf8, pagesOf } from './asking.js';
import type { SuiteStore } from './suite-store.js';

/** What a listing holds, in which order. */
export function listingTests(runner: TestRunner, store: SuiteStore): void {
  promises(runner, 'a listing', (it) => {
    it('is in the order of UTF-8 bytes', async () => {
      const keys = ['b', 'a/b', 'a', 'a-', 'a.', 'a0', 'B', 'a/', 'é', '\uffee', '🎉', '10', '2'];
      await store.putAll(keys.map((key) => `order/${key}`));
      const expected = keys.map((key) => `order/${key}`).sort(byUtf8);
      assert.deepEqual(await store.keys('order/'), expected);
    });

    it('holds what begins with the prefix, in the middle of a segment as well', async () => {
      await store.putAll(['1', '1/x', '10', '10/x', '2'].map((key) => `prefix/${key}`));
      assert.deepEqual(await store.keys('prefix/1'), ['prefix/1', 'prefix/1/x', 'prefix/10', 'prefix/10/x']);
      assert.deepEqual(await store.keys('prefix/1/'), ['prefix/1/x']);
      assert.deepEqual(await store.keys('prefix/3'), []);
      assert.deepEqual(await store.keys('prefix/../prefix/'), []);
    });

    it('takes every character of the prefix for itself: there are no patterns', async () => {
      const keys = ['*', '*x', '?', '[ab]', 'a', 'b', 'a.b', 'aXb', '%', '_', '^a', '$'];
      await store.putAll(keys.map((key) => `literal/${key}`));
      for (const prefix of ['*', '?', '[ab]', 'a.', '%', '_', '^', '$']) {
        const expected = keys.filter((key) => key.startsWith(prefix)).sort(byUtf8);
        const listed = await store.keys(`literal/${prefix}`);
        assert.deepEqual(
          listed,
          expected.map((key) => `literal/${key}`),
        );
      }
    });

    it('finds a prefix that ends in the last characters of Unicode', async () => {
      const last = ['\uffee', '\uffee\u{10fffd}', '\u{10fffd}', '\u{10fffd}\u{10fffd}'];
      await store.putAll(last.map((key) => `last/${key}`));
      assert.deepEqual(await store.keys('last/\u{10fffd}'), ['last/\u{10fffd}', 'last/\u{10fffd}\u{10fffd}']);
      assert.deepEqual(await store.keys('last/\uffee'), ['last/\uffee', 'last/\uffee\u{10fffd}']);
    });

    it('finds a prefix that ends within a very long segment', async () => {
      const long = 'l'.repeat(500);
      await store.putAll(['a', 'a/x', 'b'].map((end) => `long/${long}${end}`));
      assert.deepEqual(await store.keys(`long/${long}a`), [`long/${long}a`, `long/${long}a/x`]);
      assert.deepEqual(await store.keys(`long/${long}`, `long/${long}a/x`), [`long/${long}b`]);
    });

    it('holds everything when the prefix is empty', async () => {
      await store.putAll(['all/1', 'other/2']);
      const all = await store.keys('');
      assert.ok(
        all.includes('all/1') && all.includes('other/2'),
        `Expected all/1 and other/2 in it, got ${all}.`,
      );
      assert.deepEqual(all, [...all].sort(byUtf8));
    });

    it('starts behind startAfter, which is not in it, whether it exists or not', async () => {
      await store.putAll(['a', 'a/b', 'a/c', 'b', 'c/d'].map((key) => `after/${key}`));
      const after = (key: string) => store.keys('after/', `after/${key}`);
      assert.deepEqual(await after('a'), ['after/a/b', 'after/a/c', 'after/b', 'after/c/d']);
      assert.deepEqual(await after('a/b'), ['after/a/c', 'after/b', 'after/c/d']);
      assert.deepEqual(await after('a/bb'), ['after/a/c', 'after/b', 'after/c/d']);
      assert.deepEqual(await after('bb'), ['after/c/d']);
      assert.deepEqual(await after('c/d'), []);
    });

    it('heeds prefix and startAfter together, wherever the one stands to the other', async () => {
      await store.putAll(['m/1', 'm/2'].map((key) => `both/${key}`));
      assert.deepEqual(await store.keys('both/m/', 'a'), ['both/m/1', 'both/m/2']);
      assert.deepEqual(await store.keys('both/m/', 'both/m'), ['both/m/1', 'both/m/2']);
      assert.deepEqual(await store.keys('both/m/', 'both/n'), []);
      assert.deepEqual(await store.keys('both/m/', ''), ['both/m/1', 'both/m/2']);
    });

    it('of nothing has no objects', async () => {
      const pages = await pagesOf(store.backend.list(store.otherBucket, 'nothing/'));
      assert.deepEqual(pages.flat(), []);
    });
  });
}
