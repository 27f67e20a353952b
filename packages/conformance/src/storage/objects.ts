import assert from 'node:assert/strict';
import type { TestRunner } from '../test-runner.js';
import { breakAfter, rejectsWith, type SuiteStore, textOf } from './store.js';

/** Whole objects. */
export function objectTests({ describe, it }: TestRunner, store: SuiteStore): void {
  describe('objects', () => {
    it('gives back exactly the bytes that were put, every value of a byte among them', async () => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256);
      await store.backend.put(store.bucket, 'bytes', bytes);
      const got = await store.backend.get(store.bucket, 'bytes');
      assert.deepEqual(got, bytes);
      assert.equal(Object.getPrototypeOf(got), Uint8Array.prototype);
    });

    it('keeps what was put when the caller changes the array or the answer afterwards', async () => {
      const bytes = Buffer.from('before');
      await store.backend.put(store.bucket, 'copied', bytes);
      bytes.fill('x');
      (await store.backend.get(store.bucket, 'copied')).fill(0);
      assert.equal(await store.read('copied'), 'before');
    });

    it('stores an empty object', async () => {
      await store.put('empty', '');
      assert.equal(await store.read('empty'), '');
      assert.equal((await store.backend.head(store.bucket, 'empty')).size, 0);
      assert.equal(await textOf(await store.backend.getStream(store.bucket, 'empty')), '');
    });

    it('replaces an object as a whole, and its etag with it', async () => {
      await store.put('replaced', 'a long first content');
      const first = await store.backend.head(store.bucket, 'replaced');
      await store.put('replaced', 'second');
      const second = await store.backend.head(store.bucket, 'replaced');
      assert.equal(await store.read('replaced'), 'second');
      assert.equal(second.size, 6);
      assert.notEqual(second.etag, first.etag);
    });

    it('is read only as long as it has the wanted etag', async () => {
      await store.put('versions', 'first');
      const { etag } = await store.backend.head(store.bucket, 'versions');
      const read = async (range?: { readonly start: number }) =>
        textOf(await store.backend.getStream(store.bucket, 'versions', { range, ifMatch: etag }));
      assert.equal(await read(), 'first');
      assert.equal(await read({ start: 3 }), 'st');
      await store.put('versions', 'other');
      await rejectsWith('LITHOPS_OBJECT_CHANGED', read());
      await rejectsWith('LITHOPS_OBJECT_CHANGED', read({ start: 3 }));
      await rejectsWith(
        'LITHOPS_OBJECT_CHANGED',
        store.backend.get(store.bucket, 'versions', { ifMatch: etag }),
      );
    });

    it('takes content type and metadata', async () => {
      const putOptions = { contentType: 'text/plain', metadata: { made: 'here' } };
      await store.backend.put(store.bucket, 'described', Buffer.from('text'), putOptions);
      assert.equal(await store.read('described'), 'text');
      assert.deepEqual(await store.keys('described'), ['described']);
      await store.put('described', 'plain');
      await store.backend.delete(store.bucket, 'described');
      assert.deepEqual(await store.keys('described'), []);
    });

    it('tells size and time of an object', async () => {
      const before = Date.now() - 5 * 60_000; // clocks of services differ
      await store.put('told', '12345');
      const found = await store.backend.head(store.bucket, 'told');
      assert.equal(found.key, 'told');
      assert.equal(found.size, 5);
      assert.ok(found.lastModified.getTime() > before);
    });
  });
}

/** Bodies that come and go in pieces. */
export function streamTests({ describe, it }: TestRunner, store: SuiteStore): void {
  describe('streams', () => {
    it('stores a stream and reads one', async () => {
      const chunks = Array.from({ length: 5 }, (_, i) => Buffer.alloc(100_000, String(i)));
      await store.backend.put(store.bucket, 'streamed', ReadableStream.from(chunks));
      const stream = await store.backend.getStream(store.bucket, 'streamed');
      assert.equal(await textOf(stream), Buffer.concat(chunks).toString());
    });

    it('stores nothing of a stream that breaks', async () => {
      const broken = ReadableStream.from(breakAfter(Buffer.from('half')));
      await assert.rejects(store.backend.put(store.bucket, 'broken', broken), /the source broke/);
      await rejectsWith('LITHOPS_NO_SUCH_KEY', store.backend.head(store.bucket, 'broken'));
    });

    it('lets a reader leave a stream early', async () => {
      await store.backend.put(store.bucket, 'left', Buffer.alloc(1_000_000));
      const reader = (await store.backend.getStream(store.bucket, 'left')).getReader();
      await reader.read();
      await reader.cancel();
      assert.equal((await store.backend.head(store.bucket, 'left')).size, 1_000_000);
    });
  });
}

/** Parts of objects. */
export function rangeTests({ describe, it }: TestRunner, store: SuiteStore): void {
  describe('a range', () => {
    const rangeCases = [
      { range: { start: 0, end: 0 }, text: '0' },
      { range: { start: 3, end: 5 }, text: '345' },
      { range: { start: 7 }, text: '789' },
      { range: { start: 9, end: 9 }, text: '9' },
      { range: { start: 8, end: 4000 }, text: '89' },
    ];
    for (const { range, text } of rangeCases) {
      it(`from ${range.start} to ${range.end ?? 'the end'} of ten bytes reads "${text}"`, async () => {
        await store.put('digits', '0123456789');
        assert.equal(
          Buffer.from(await store.backend.get(store.bucket, 'digits', { range })).toString(),
          text,
        );
        assert.equal(await textOf(await store.backend.getStream(store.bucket, 'digits', { range })), text);
      });
    }

    it('that begins behind the last byte is LITHOPS_INVALID_RANGE', async () => {
      await store.put('digits', '0123456789');
      await rejectsWith(
        'LITHOPS_INVALID_RANGE',
        store.backend.get(store.bucket, 'digits', { range: { start: 10 } }),
      );
      await rejectsWith(
        'LITHOPS_INVALID_RANGE',
        store.backend.getStream(store.bucket, 'digits', { range: { start: 10 } }),
      );
    });

    it('that is none is LITHOPS_INVALID_ARGUMENT', async () => {
      for (const range of [{ start: -1 }, { start: 1.5 }, { start: 5, end: 4 }]) {
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', store.backend.get(store.bucket, 'digits', { range }));
      }
    });
  });
}
