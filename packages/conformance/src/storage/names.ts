import assert from 'node:assert/strict';
import type { TestRunner } from '../test-runner.js';
import { byUtf8, pagesOf, rejectsWith, type SuiteStore } from './store.js';

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

/** Keys that only a store whose objects are no files takes. */
const free = [
  '/lead',
  '//lead',
  '/',
  'back\\slash',
  'a\tb',
  'a\nb\r',
  'a\u0001b',
  '\u0085',
  '<&">\'',
  '%41+%2B ',
  '\uffff',
  '~*()!@$,;:=[]',
];

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

    if (store.keyForm === 'any') {
      it('may begin with slashes, and have control characters and what XML and URLs give a meaning', async () => {
        const keys = [...free].sort(byUtf8);
        for (const key of keys) await store.put(key);
        for (const key of keys) assert.equal(await store.read(key), key);
        const listed = await store.keys('');
        assert.deepEqual(
          listed.filter((key) => free.includes(key)),
          keys,
        );
        await store.backend.deleteMany(store.bucket, keys);
        for (const key of keys)
          await rejectsWith('LITHOPS_NO_SUCH_KEY', store.backend.head(store.bucket, key));
      });
    }

    it('of every form stand side by side and do not meet', async () => {
      for (const key of odd) await store.put(`odd/${key}`.slice(0, 1024), key);
      for (const key of odd) assert.equal(await store.read(`odd/${key}`.slice(0, 1024)), key);
      const expected = odd.map((key) => `odd/${key}`.slice(0, 1024)).sort(byUtf8);
      assert.deepEqual(await store.keys('odd/'), expected);
      await store.backend.deleteMany(store.bucket, expected);
      assert.deepEqual(await store.keys('odd/'), []);
    });

    it('that could leave the store, or that no store takes, are LITHOPS_INVALID_ARGUMENT', async () => {
      const bad = ['', '..', '../x', 'a/../../x', 'a/..', './a', 'a/.', 'a\0b', '\ud800'];
      const paths = store.keyForm === 'paths' ? ['/etc/passwd', 'a\\b'] : [];
      for (const key of [...bad, ...paths, 'k'.repeat(1025)]) {
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', store.backend.put(store.bucket, key, Buffer.from('x')));
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', store.backend.get(store.bucket, key));
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', store.backend.head(store.bucket, key));
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', store.backend.delete(store.bucket, key));
      }
    });
  });
}
