import assert from 'node:assert/strict';
import { types } from 'node:util';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { rejectsWith, sameBytes } from './asking.js';
import { bytesIn, bytesOf, textIn } from './bodies.js';
import type { SuiteStore } from './suite-store.js';

/** More than what stores send in one piece. */
const LARGE_BYTES = 20_000_000;

/** Whole objects. */
export function objectTests(runner: TestRunner, store: SuiteStore): void {
  promises(runner, 'an object', (it) => {
    it('has exactly the bytes that were put, every value of a byte among them', async () => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256);
      await store.backend.put(store.bucket, 'bytes', bytes);
      sameBytes(await store.backend.get(store.bucket, 'bytes'), bytes, 'the object');
    });

    it('comes as a plain Uint8Array with a buffer of its own', async () => {
      await store.put('plain');
      const [one, other] = [
        await store.backend.get(store.bucket, 'plain'),
        await store.backend.get(store.bucket, 'plain'),
      ];
      assert.equal(
        Object.getPrototypeOf(one),
        Uint8Array.prototype,
        'Expected no Buffer: its methods differ.',
      );
      assert.ok(types.isArrayBuffer(one.buffer));
      assert.notEqual(one.buffer, other.buffer, 'Expected two answers not to share their memory.');
    });

    it('is only the part of a buffer that the array shows', async () => {
      const whole = Buffer.from('never this, this, nor this');
      await store.backend.put(store.bucket, 'view', new Uint8Array(whole.buffer, whole.byteOffset + 12, 4));
      assert.equal(await store.read('view'), 'this');
    });

    it('stays as it was put when the caller changes the array or the answer afterwards', async () => {
      const bytes = Buffer.from('before');
      await store.backend.put(store.bucket, 'copied', bytes);
      bytes.fill('x');
      (await store.backend.get(store.bucket, 'copied')).fill(0);
      assert.equal(await store.read('copied'), 'before');
      const [chunk] = [...(await chunksOf(store, 'copied'))];
      chunk?.fill(0);
      assert.equal(await store.read('copied'), 'before');
    });

    it('may be empty', async () => {
      await store.put('empty', '');
      assert.equal(await store.read('empty'), '');
      assert.equal((await store.backend.head(store.bucket, 'empty')).size, 0);
      assert.equal(await textIn(await store.backend.getStream(store.bucket, 'empty')), '');
      assert.deepEqual(await store.keys('empty'), ['empty']);
    });

    it(`may be large: ${LARGE_BYTES / 1e6} MB`, async () => {
      const bytes = bytesOf(LARGE_BYTES);
      await store.backend.put(store.bucket, 'large', bytes);
      sameBytes(await store.backend.get(store.bucket, 'large'), bytes, 'the object');
      sameBytes(await bytesIn(await store.backend.getStream(store.bucket, 'large')), bytes, 'its stream');
    });

    it('is replaced as a whole', async () => {
      await store.put('replaced', 'a long first content');
      await store.put('replaced', 'second');
      assert.equal(await store.read('replaced'), 'second');
      assert.equal((await store.backend.head(store.bucket, 'replaced')).size, 6);
    });

    it('may have a content type and metadata, which are no objects', async () => {
      const described = { contentType: 'text/plain', metadata: { made: 'here' } };
      await store.backend.put(store.bucket, 'described', Buffer.from('text'), described);
      assert.equal(await store.read('described'), 'text');
      assert.deepEqual(await store.keys('described'), ['described']);
      await store.put('described', 'plain');
      await store.backend.delete(store.bucket, 'described');
      assert.deepEqual(await store.keys('described'), []);
      await rejectsWith('LITHOPS_NO_SUCH_KEY', store.backend.get(store.bucket, 'described'));
    });
  });
}

async function chunksOf({ backend, bucket }: SuiteStore, key: string): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await backend.getStream(bucket, key)) chunks.push(chunk);
  return chunks;
}
