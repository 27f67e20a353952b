import assert from 'node:assert/strict';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { rejectsWith } from './asking.js';
import { numberedKeys } from './many.js';
import type { SuiteStore } from './suite-store.js';

/** First writer wins. */
export function firstWriterTests(runner: TestRunner, store: SuiteStore): void {
  promises(runner, 'ifNoneMatch', (it) => {
    it('lets one of 20 writers win, whose object stays, time after time', async () => {
      for (let round = 0; round < 5; round++)
        await race(store, `race/bytes/${round}`, (text) => Buffer.from(text));
    });

    it('lets one of 20 writers of streams win', async () => {
      for (let round = 0; round < 3; round++)
        await race(store, `race/streams/${round}`, (text) => ReadableStream.from([Buffer.from(text)]));
    });

    it('lets one writer win among two stores', async () => {
      const other = await store.other();
      const backends = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? other : store.backend));
      await race(store, 'race/stores', (text) => Buffer.from(text), backends);
    });

    it('is LITHOPS_OBJECT_EXISTS when the object is there, which stays as it is', async () => {
      await store.put('taken', 'first');
      for (const body of [Buffer.from('second'), ReadableStream.from([Buffer.from('second')])]) {
        const write = store.backend.put(store.bucket, 'taken', body, { ifNoneMatch: true });
        await rejectsWith('LITHOPS_OBJECT_EXISTS', write, 'a second write');
        assert.equal(await store.read('taken'), 'first');
      }
      await store.backend.put(store.bucket, 'taken', Buffer.from('third'), { ifNoneMatch: false });
      assert.equal(await store.read('taken'), 'third');
    });

    it('writes again what was deleted', async () => {
      await store.put('again', 'first');
      await store.backend.delete(store.bucket, 'again');
      await store.backend.put(store.bucket, 'again', Buffer.from('second'), { ifNoneMatch: true });
      assert.equal(await store.read('again'), 'second');
    });
  });
}

async function race(
  store: SuiteStore,
  key: string,
  bodyOf: (text: string) => Buffer | ReadableStream<Uint8Array>,
  backends = Array.from({ length: 20 }, () => store.backend),
): Promise<void> {
  const settled = await Promise.allSettled(
    backends.map((backend, i) =>
      backend.put(store.bucket, key, bodyOf(`writer ${i}`), { ifNoneMatch: true }),
    ),
  );
  const winners = settled.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []));
  assert.equal(winners.length, 1, `Expected one of 20 writers of "${key}" to win, got ${winners.length}.`);
  for (const write of settled)
    if (write.status === 'rejected')
      await rejectsWith('LITHOPS_OBJECT_EXISTS', Promise.reject(write.reason), 'a writer who came second');
  assert.equal(await store.read(key), `writer ${winners[0]}`, 'Expected the object to be the winner’s.');
}

/** Many at once. */
export function contentionTests(runner: TestRunner, store: SuiteStore): void {
  promises(runner, 'many writers and deleters of the same folder', (it) => {
    it('lose nothing', async () => {
      await Promise.all(
        numberedKeys('busy/folder/', 60).map(async (key) => {
          await store.put(key);
          assert.equal(await store.read(key), key);
          await store.backend.delete(store.bucket, key);
        }),
      );
      assert.deepEqual(await store.keys('busy/'), []);
    });
  });

  promises(runner, 'many writers of the same object', (it) => {
    it('leave what one of them wrote, as a whole', async () => {
      const texts = Array.from({ length: 20 }, (_, i) => `${i},`.repeat(20_000 + i));
      await Promise.all(texts.map((text) => store.put('fought-over', text)));
      const left = await store.read('fought-over');
      assert.ok(
        texts.includes(left),
        `Expected what one writer wrote, got ${left.slice(0, 30)}… of ${left.length}.`,
      );
      assert.equal((await store.backend.head(store.bucket, 'fought-over')).size, left.length);
    });
  });
}
