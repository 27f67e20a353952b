import assert from 'node:assert/strict';
import { leaveOut } from '../left-out.js';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { byUtf8, rejectsWith } from './asking.js';
import type { SuiteStore } from './suite-store.js';

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
  '__proto__',
  'constructor',
  'ü/日本語/🎉',
  'e\u0301 and \u00e9',
  'k'.repeat(1024),
  `${'p/'.repeat(500)}end`,
  `${'q'.repeat(239)}/z`,
  `${'q'.repeat(240)}/z`,
  `${'q'.repeat(240)}`,
  `${'q'.repeat(240)}..`,
].map((key) => `odd/${key}`.slice(0, 1024));

const bad = ['', '..', '../x', 'a/../../x', 'a/..', './a', 'a/.', 'a\0b', '\ud800', 'k'.repeat(1025)];
const badAsPaths = ['/etc/passwd', 'a\\b'];

/** Which keys there may be. */
export function keyTests(runner: TestRunner, store: SuiteStore): void {
  promises(runner, 'a key', (it) => {
    it('may begin with slashes, and have control characters and what XML and URLs give a meaning', async () => {
      if (store.keyForm === 'paths') leaveOut("keys is 'paths'");
      const keys = [...free].sort(byUtf8);
      await store.putAll(keys);
      for (const key of keys) assert.equal(await store.read(key), key);
      const listed = await store.keys('');
      assert.deepEqual(
        listed.filter((key) => free.includes(key)),
        keys,
      );
      await store.backend.deleteMany(store.bucket, keys);
      for (const key of keys)
        await rejectsWith('LITHOPS_NO_SUCH_KEY', store.backend.head(store.bucket, key), JSON.stringify(key));
    });

    it('of every form up to 1,024 bytes stands beside the others and does not meet them', async () => {
      const expected = [...odd].sort(byUtf8);
      await store.putAll(odd);
      for (const key of odd) assert.equal(await store.read(key), key);
      assert.deepEqual(await store.keys('odd/'), expected);
      await store.backend.deleteMany(store.bucket, expected);
      assert.deepEqual(await store.keys('odd/'), []);
    });

    it('that could leave the store, or that no store takes, is LITHOPS_INVALID_ARGUMENT', async () => {
      const { backend, bucket } = store;
      for (const key of [...bad, ...(store.keyForm === 'paths' ? badAsPaths : [])]) {
        const asked = {
          put: () => backend.put(bucket, key, Buffer.from('x')),
          get: () => backend.get(bucket, key),
          getStream: () => backend.getStream(bucket, key),
          head: () => backend.head(bucket, key),
          delete: () => backend.delete(bucket, key),
          deleteMany: () => backend.deleteMany(bucket, [key]),
        };
        for (const [name, ask] of Object.entries(asked)) {
          const what = `${name} of ${JSON.stringify(key.slice(0, 20))}`;
          await rejectsWith('LITHOPS_INVALID_ARGUMENT', ask(), what);
        }
      }
    });
  });
}
