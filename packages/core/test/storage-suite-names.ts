import assert from 'node:assert/strict';
import type { TestRunner } from './storage-suite.js';
import { byUtf8, pagesOf, rejectsWith, type SuiteStore } from './storage-suite-store.js';

/** Objects and buckets that are not there. */
export function missingTests({ describe, it }: TestRunner, store: SuiteStore): void {
  describe('what is missing', () => {
    it('is LITHOPS_NO_SUCH_KEY for a key, with key and bucket in the message', async () => {
      const asked = [
        () => store.backend.get(store.bucket, 'no/such'),
        () => store.backend.getStream(store.bucket, 'no/such'),
        () => store.backend.head(store.bucket, 'no/such'),
      ];
      for (const ask of asked) {
        const error = await rejectsWith('LITHOPS_NO_SUCH_KEY', ask());
        assert.match(error.message, /no\/such/);
        assert.match(error.message, new RegExp(store.bucket));
      }
    });

    it('is LITHOPS_NO_SUCH_BUCKET for a bucket', async () => {
      const nowhere = `${store.bucket}-nowhere`;
      assert.equal(await store.backend.bucketExists(nowhere), false);
      await rejectsWith('LITHOPS_NO_SUCH_BUCKET', store.backend.get(nowhere, 'a'));
      await rejectsWith('LITHOPS_NO_SUCH_BUCKET', store.backend.head(nowhere, 'a'));
      await rejectsWith('LITHOPS_NO_SUCH_BUCKET', store.backend.put(nowhere, 'a', Buffer.from('a')));
      await rejectsWith('LITHOPS_NO_SUCH_BUCKET', pagesOf(store.backend.list(nowhere, '')));
      assert.equal(await store.backend.bucketExists(nowhere), false);
    });

    it('can be deleted', async () => {
      await store.backend.delete(store.bucket, 'never/was');
      await store.backend.deleteMany(store.bucket, ['never/was', 'nor/this']);
    });
  });
}

/** Buckets. */
export function bucketTests({ describe, it }: TestRunner, store: SuiteStore): void {
  describe('a bucket', () => {
    it('can be created again and keeps its objects', async () => {
      await store.put('kept');
      await store.backend.createBucket(store.bucket);
      assert.equal(await store.backend.bucketExists(store.bucket), true);
      assert.equal(await store.read('kept'), 'kept');
    });

    it('is refused under a name that leaves the store', async () => {
      for (const name of ['', '.', '..', '../up', 'a/b', '.staging', 'nul\0']) {
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', store.backend.createBucket(name));
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', store.backend.get(name, 'a'));
      }
    });
  });
}

/** Which keys there may be. */
export function keyTests({ describe, it }: TestRunner, store: SuiteStore): void {
  describe('keys', () => {
    const odd = [
      'a',
      'a/b',
      'a/b/c',
      'a-b',
      'a//b',
      'folder/',
      'white space + plus',
      '100%',
      'a?b#c&d=e',
      'case',
      'CASE',
      'x~',
      'x=',
      'x+',
      'ü/日本語/🎉',
      'e\u0301 and \u00e9',
      'k'.repeat(1024),
      `${'p/'.repeat(500)}end`,
      `${'q'.repeat(239)}/z`,
      `${'q'.repeat(240)}/z`,
      `${'q'.repeat(240)}`,
      `${'q'.repeat(240)}..`,
    ];

    it('of every form stand side by side and do not meet', async () => {
      for (const key of odd) await store.put(`odd/${key}`.slice(0, 1024), key);
      for (const key of odd) assert.equal(await store.read(`odd/${key}`.slice(0, 1024)), key);
      const expected = odd.map((key) => `odd/${key}`.slice(0, 1024)).sort(byUtf8);
      assert.deepEqual(await store.keys('odd/'), expected);
      await store.backend.deleteMany(store.bucket, expected);
      assert.deepEqual(await store.keys('odd/'), []);
    });

    it('that could leave the store, or that no store takes, are LITHOPS_INVALID_ARGUMENT', async () => {
      const bad = [
        '',
        '/etc/passwd',
        '..',
        '../x',
        'a/../../x',
        'a/..',
        './a',
        'a/.',
        'a\0b',
        'a\\b',
        '\ud800',
      ];
      for (const key of [...bad, 'k'.repeat(1025)]) {
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', store.backend.put(store.bucket, key, Buffer.from('x')));
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', store.backend.get(store.bucket, key));
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', store.backend.head(store.bucket, key));
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', store.backend.delete(store.bucket, key));
      }
    });
  });
}
