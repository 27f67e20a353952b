import assert from 'node:assert/strict';
import type { TestRunner } from '../test-runner.js';
import type { SuiteStore } from './store.js';

/** First writer wins. */
export function firstWriterTests({ describe, it }: TestRunner, store: SuiteStore): void {
  describe('ifNoneMatch', () => {
    it('lets one of 20 writers win, whose object stays', async () => {
      const writes = Array.from({ length: 20 }, (_, i) =>
        store.backend.put(store.bucket, 'race', Buffer.from(`writer ${i}`), { ifNoneMatch: true }),
      );
      const settled = await Promise.allSettled(writes);
      const winners = settled.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []));
      assert.equal(winners.length, 1);
      assert.equal(await store.read('race'), `writer ${winners[0]}`);
      for (const write of settled) {
        if (write.status === 'rejected') assert.equal(write.reason.code, 'LITHOPS_OBJECT_EXISTS');
      }
    });

    it('writes again what was deleted', async () => {
      await store.put('again', 'first');
      await store.backend.delete(store.bucket, 'again');
      await store.backend.put(store.bucket, 'again', Buffer.from('second'), { ifNoneMatch: true });
      assert.equal(await store.read('again'), 'second');
    });
  });
}

/** Many at once. */
export function contentionTests({ describe, it }: TestRunner, store: SuiteStore): void {
  describe('many writers and deleters of the same folder', () => {
    it('lose nothing', async () => {
      const rounds = Array.from({ length: 60 }, async (_, i) => {
        await store.put(`busy/folder/${i}`, String(i));
        assert.equal(await store.read(`busy/folder/${i}`), String(i));
        await store.backend.delete(store.bucket, `busy/folder/${i}`);
      });
      await Promise.all(rounds);
      assert.deepEqual(await store.keys('busy/'), []);
    });
  });
}
