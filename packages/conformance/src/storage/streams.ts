import assert from 'node:assert/strict';
import { promises } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { rejectsWith, sameBytes } from './asking.js';
import { breakAfter, bytesIn, bytesOf, pieces, textIn } from './bodies.js';
import type { SuiteStore } from './suite-store.js';

/** Bodies that come in pieces. */
export function writeStreamTests(runner: TestRunner, store: SuiteStore): void {
  const put = (key: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) =>
    store.backend.put(store.bucket, key, ReadableStream.from(chunks));

  promises(runner, 'a stream that is put', (it) => {
    it('becomes an object with all its bytes, whatever its pieces are', async () => {
      const bytes = bytesOf(300_000);
      for (const length of [7_919, 100_000, 300_000]) {
        await put('streamed', pieces(bytes, length));
        sameBytes(await store.backend.get(store.bucket, 'streamed'), bytes, `pieces of ${length}`);
      }
    });

    it('may have empty pieces, and none at all', async () => {
      await put('gaps', [Buffer.from(''), Buffer.from('a'), Buffer.from(''), Buffer.from('b')]);
      assert.equal(await store.read('gaps'), 'ab');
      await put('none', []);
      assert.equal(await store.read('none'), '');
    });

    it('may be large: 12 MB', async () => {
      const bytes = bytesOf(12_000_000);
      await put('long', pieces(bytes, 65_536));
      sameBytes(await store.backend.get(store.bucket, 'long'), bytes, 'the object');
    });

    it('is no object before its end: until then, what was there stays', async () => {
      const seen: string[] = [];
      const half = async function* (look: () => Promise<string>) {
        yield Buffer.from('one ');
        seen.push(await look());
        yield Buffer.from('two');
      };
      const look = () => store.read('whole').catch((error: { code?: string }) => String(error.code));
      await put('whole', half(look));
      await put('whole', half(look));
      assert.deepEqual(seen, ['LITHOPS_NO_SUCH_KEY', 'one two']);
    });

    it('leaves nothing when it breaks, and fails with what broke it', async () => {
      for (const chunks of [[], [bytesOf(10)], [...pieces(bytesOf(9_000_000), 1_000_000)]]) {
        await assert.rejects(put('broken', breakAfter(...chunks)), /the source broke/);
        await rejectsWith('LITHOPS_NO_SUCH_KEY', store.backend.head(store.bucket, 'broken'), 'what broke');
        assert.deepEqual(await store.keys('broken'), []);
      }
    });

    it('leaves what was there before when it breaks', async () => {
      await store.put('kept', 'before');
      await assert.rejects(put('kept', breakAfter(Buffer.from('half'))), /the source broke/);
      assert.equal(await store.read('kept'), 'before');
    });

    it('is refused where there is no bucket', async () => {
      const body = ReadableStream.from([Buffer.from('a')]);
      await rejectsWith('LITHOPS_NO_SUCH_BUCKET', store.backend.put(`${store.bucket}-nowhere`, 'a', body));
    });
  });
}

/** Objects that are read in pieces. */
export function readStreamTests(runner: TestRunner, store: SuiteStore): void {
  const bytes = bytesOf(6_000_000);

  promises(runner, 'a stream that is read', (it) => {
    it('has plain arrays that together are the object', async () => {
      await store.backend.put(store.bucket, 'read', bytes);
      const chunks: Uint8Array[] = [];
      for await (const chunk of await store.backend.getStream(store.bucket, 'read')) chunks.push(chunk);
      assert.ok(chunks.every((chunk) => Object.getPrototypeOf(chunk) === Uint8Array.prototype));
      sameBytes(Buffer.concat(chunks), bytes, 'the object');
    });

    it('may be left early, and the store goes on', async () => {
      await store.backend.put(store.bucket, 'left', bytes);
      for (let times = 0; times < 20; times++) {
        const reader = (await store.backend.getStream(store.bucket, 'left')).getReader();
        await reader.read();
        await reader.cancel();
      }
      assert.equal((await store.backend.head(store.bucket, 'left')).size, bytes.byteLength);
    });

    it('holds nothing up while its reader pauses', async () => {
      await store.backend.put(store.bucket, 'paused', bytes);
      const readers = await Promise.all(
        [0, 1, 2].map(async () => (await store.backend.getStream(store.bucket, 'paused')).getReader()),
      );
      try {
        const first = await Promise.all(readers.map((reader) => reader.read()));
        await store.put('meanwhile');
        assert.equal(await store.read('meanwhile'), 'meanwhile');
        for (const [index, reader] of readers.entries()) {
          const all = Buffer.concat([first[index]?.value ?? Buffer.of(), ...(await restOf(reader))]);
          sameBytes(all, bytes, 'what a pausing reader got');
        }
      } finally {
        await Promise.all(readers.map((reader) => reader.cancel()));
      }
    });

    it('is of one content, or breaks, when the object is replaced meanwhile', async () => {
      const after = bytesOf(bytes.byteLength, 1);
      await store.backend.put(store.bucket, 'torn', bytes);
      const reader = (await store.backend.getStream(store.bucket, 'torn')).getReader();
      try {
        const { value: first = Buffer.of() } = await reader.read();
        await store.backend.put(store.bucket, 'torn', after);
        const rest = await restOf(reader).catch(() => undefined);
        if (rest !== undefined) sameBytes(Buffer.concat([first, ...rest]), bytes, 'the first content');
      } finally {
        await reader.cancel().catch(() => undefined); // one that broke says so again
      }
      sameBytes(await bytesIn(await store.backend.getStream(store.bucket, 'torn')), after, 'the second');
    });

    it('tells by its promise, before anything is read, that there is no object', async () => {
      await rejectsWith('LITHOPS_NO_SUCH_KEY', store.backend.getStream(store.bucket, 'no/stream'));
      await store.put('stream');
      assert.equal(await textIn(await store.backend.getStream(store.bucket, 'stream')), 'stream');
    });
  });
}

async function restOf(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    chunks.push(value);
  }
}
