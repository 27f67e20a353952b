import assert from 'node:assert/strict';
import type { StorageBackend, StoredObject } from '../src/spec/index.js';

/** The functions of a test runner that the suite needs; vitest, Jest and node:test have them. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void> | void): void;
  beforeAll(body: () => Promise<void>): void;
  afterAll(body: () => Promise<void>): void;
}

export interface StorageSuiteOptions {
  create(): StorageBackend | Promise<StorageBackend>;
  /** A bucket that the suite may create and fill. */
  readonly bucket: string;
}

/** What every `StorageBackend` must do, as tests of the caller's own runner. */
export function storageBackendSuite(runner: TestRunner, options: StorageSuiteOptions): void {
  const { describe, it, beforeAll, afterAll } = runner;
  const { bucket } = options;
  let backend: StorageBackend;
  beforeAll(async () => {
    backend = await options.create();
    await backend.createBucket(bucket);
  });
  afterAll(async () => {
    await backend.deleteMany(bucket, await keysOf(backend, bucket, ''));
    await backend.close();
  });

  const put = (key: string, text = key) => backend.put(bucket, key, Buffer.from(text));
  const read = async (key: string) => Buffer.from(await backend.get(bucket, key)).toString();

  describe('objects', () => {
    it('gives back exactly the bytes that were put, every value of a byte among them', async () => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256);
      await backend.put(bucket, 'bytes', bytes);
      const got = await backend.get(bucket, 'bytes');
      assert.deepEqual(got, bytes);
      assert.equal(Object.getPrototypeOf(got), Uint8Array.prototype);
    });

    it('keeps what was put when the caller changes the array or the answer afterwards', async () => {
      const bytes = Buffer.from('before');
      await backend.put(bucket, 'copied', bytes);
      bytes.fill('x');
      (await backend.get(bucket, 'copied')).fill(0);
      assert.equal(await read('copied'), 'before');
    });

    it('stores an empty object', async () => {
      await put('empty', '');
      assert.equal(await read('empty'), '');
      assert.equal((await backend.head(bucket, 'empty')).size, 0);
      assert.equal(await textOf(await backend.getStream(bucket, 'empty')), '');
    });

    it('replaces an object as a whole, and its etag with it', async () => {
      await put('replaced', 'a long first content');
      const first = await backend.head(bucket, 'replaced');
      await put('replaced', 'second');
      const second = await backend.head(bucket, 'replaced');
      assert.equal(await read('replaced'), 'second');
      assert.equal(second.size, 6);
      assert.notEqual(second.etag, first.etag);
    });

    it('stores a stream and reads one', async () => {
      const chunks = Array.from({ length: 5 }, (_, i) => Buffer.alloc(100_000, String(i)));
      await backend.put(bucket, 'streamed', ReadableStream.from(chunks));
      const stream = await backend.getStream(bucket, 'streamed');
      assert.equal(await textOf(stream), Buffer.concat(chunks).toString());
    });

    it('stores nothing of a stream that breaks', async () => {
      const broken = ReadableStream.from(breakAfter(Buffer.from('half')));
      await assert.rejects(backend.put(bucket, 'broken', broken), /the source broke/);
      await rejectsWith('LITHOPS_NO_SUCH_KEY', backend.head(bucket, 'broken'));
    });

    it('lets a reader leave a stream early', async () => {
      await backend.put(bucket, 'left', Buffer.alloc(1_000_000));
      const reader = (await backend.getStream(bucket, 'left')).getReader();
      await reader.read();
      await reader.cancel();
      assert.equal((await backend.head(bucket, 'left')).size, 1_000_000);
    });

    it('takes content type and metadata', async () => {
      const putOptions = { contentType: 'text/plain', metadata: { made: 'here' } };
      await backend.put(bucket, 'described', Buffer.from('text'), putOptions);
      assert.equal(await read('described'), 'text');
      assert.deepEqual(await keysOf(backend, bucket, 'described'), ['described']);
      await put('described', 'plain');
      await backend.delete(bucket, 'described');
      assert.deepEqual(await keysOf(backend, bucket, 'described'), []);
    });

    it('tells size and time of an object', async () => {
      const before = Date.now() - 5 * 60_000; // clocks of services differ
      await put('told', '12345');
      const found = await backend.head(bucket, 'told');
      assert.equal(found.key, 'told');
      assert.equal(found.size, 5);
      assert.ok(found.lastModified.getTime() > before);
    });
  });

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
        await put('digits', '0123456789');
        assert.equal(Buffer.from(await backend.get(bucket, 'digits', { range })).toString(), text);
        assert.equal(await textOf(await backend.getStream(bucket, 'digits', { range })), text);
      });
    }

    it('that begins behind the last byte is LITHOPS_INVALID_RANGE', async () => {
      await put('digits', '0123456789');
      await rejectsWith('LITHOPS_INVALID_RANGE', backend.get(bucket, 'digits', { range: { start: 10 } }));
      await rejectsWith(
        'LITHOPS_INVALID_RANGE',
        backend.getStream(bucket, 'digits', { range: { start: 10 } }),
      );
    });

    it('that is none is LITHOPS_INVALID_ARGUMENT', async () => {
      for (const range of [{ start: -1 }, { start: 1.5 }, { start: 5, end: 4 }]) {
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', backend.get(bucket, 'digits', { range }));
      }
    });
  });

  describe('what is missing', () => {
    it('is LITHOPS_NO_SUCH_KEY for a key, with key and bucket in the message', async () => {
      const asked = [
        () => backend.get(bucket, 'no/such'),
        () => backend.getStream(bucket, 'no/such'),
        () => backend.head(bucket, 'no/such'),
      ];
      for (const ask of asked) {
        const error = await rejectsWith('LITHOPS_NO_SUCH_KEY', ask());
        assert.match(error.message, /no\/such/);
        assert.match(error.message, new RegExp(bucket));
      }
    });

    it('is LITHOPS_NO_SUCH_BUCKET for a bucket', async () => {
      const nowhere = `${bucket}-nowhere`;
      assert.equal(await backend.bucketExists(nowhere), false);
      await rejectsWith('LITHOPS_NO_SUCH_BUCKET', backend.get(nowhere, 'a'));
      await rejectsWith('LITHOPS_NO_SUCH_BUCKET', backend.head(nowhere, 'a'));
      await rejectsWith('LITHOPS_NO_SUCH_BUCKET', backend.put(nowhere, 'a', Buffer.from('a')));
      await rejectsWith('LITHOPS_NO_SUCH_BUCKET', keysOf(backend, nowhere, ''));
      assert.equal(await backend.bucketExists(nowhere), false);
    });

    it('can be deleted', async () => {
      await backend.delete(bucket, 'never/was');
      await backend.deleteMany(bucket, ['never/was', 'nor/this']);
    });
  });

  describe('a bucket', () => {
    it('can be created again and keeps its objects', async () => {
      await put('kept');
      await backend.createBucket(bucket);
      assert.equal(await backend.bucketExists(bucket), true);
      assert.equal(await read('kept'), 'kept');
    });

    it('is refused under a name that leaves the store', async () => {
      for (const name of ['', '.', '..', '../up', 'a/b', '.staging', 'nul\0']) {
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', backend.createBucket(name));
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', backend.get(name, 'a'));
      }
    });
  });

  describe('ifNoneMatch', () => {
    it('lets one of 20 writers win, whose object stays', async () => {
      const writes = Array.from({ length: 20 }, (_, i) =>
        backend.put(bucket, 'race', Buffer.from(`writer ${i}`), { ifNoneMatch: true }),
      );
      const settled = await Promise.allSettled(writes);
      const winners = settled.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []));
      assert.equal(winners.length, 1);
      assert.equal(await read('race'), `writer ${winners[0]}`);
      for (const write of settled) {
        if (write.status === 'rejected') assert.equal(write.reason.code, 'LITHOPS_OBJECT_EXISTS');
      }
    });

    it('writes again what was deleted', async () => {
      await put('again', 'first');
      await backend.delete(bucket, 'again');
      await backend.put(bucket, 'again', Buffer.from('second'), { ifNoneMatch: true });
      assert.equal(await read('again'), 'second');
    });
  });

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
      for (const key of odd) await put(`odd/${key}`.slice(0, 1024), key);
      for (const key of odd) assert.equal(await read(`odd/${key}`.slice(0, 1024)), key);
      const expected = odd.map((key) => `odd/${key}`.slice(0, 1024)).sort(byUtf8);
      assert.deepEqual(await keysOf(backend, bucket, 'odd/'), expected);
      await backend.deleteMany(bucket, expected);
      assert.deepEqual(await keysOf(backend, bucket, 'odd/'), []);
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
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', backend.put(bucket, key, Buffer.from('x')));
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', backend.get(bucket, key));
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', backend.head(bucket, key));
        await rejectsWith('LITHOPS_INVALID_ARGUMENT', backend.delete(bucket, key));
      }
    });
  });

  describe('a listing', () => {
    it('is in the order of UTF-8 bytes', async () => {
      const keys = ['b', 'a/b', 'a', 'a-', 'a.', 'a0', 'B', 'a/', 'é', '\uffee', '🎉', '10', '2'];
      for (const key of keys) await put(`order/${key}`);
      const expected = keys.map((key) => `order/${key}`).sort(byUtf8);
      assert.deepEqual(await keysOf(backend, bucket, 'order/'), expected);
    });

    it('holds what begins with the prefix, in the middle of a segment as well', async () => {
      for (const key of ['1', '1/x', '10', '10/x', '2']) await put(`prefix/${key}`);
      assert.deepEqual(await keysOf(backend, bucket, 'prefix/1'), [
        'prefix/1',
        'prefix/1/x',
        'prefix/10',
        'prefix/10/x',
      ]);
      assert.deepEqual(await keysOf(backend, bucket, 'prefix/1/'), ['prefix/1/x']);
      assert.deepEqual(await keysOf(backend, bucket, 'prefix/3'), []);
      assert.deepEqual(await keysOf(backend, bucket, 'prefix/../prefix/'), []);
    });

    it('starts after any key, whether it exists or not', async () => {
      for (const key of ['a', 'a/b', 'a/c', 'b', 'c/d']) await put(`after/${key}`);
      const after = (key: string) => keysOf(backend, bucket, 'after/', `after/${key}`);
      assert.deepEqual(await after('a'), ['after/a/b', 'after/a/c', 'after/b', 'after/c/d']);
      assert.deepEqual(await after('a/b'), ['after/a/c', 'after/b', 'after/c/d']);
      assert.deepEqual(await after('a/bb'), ['after/a/c', 'after/b', 'after/c/d']);
      assert.deepEqual(await after('bb'), ['after/c/d']);
      assert.deepEqual(await after('c/d'), []);
    });

    it('of 2,001 objects comes in pages of at most 1,000 and misses none', async () => {
      const keys = Array.from({ length: 2001 }, (_, i) => `many/${String(i).padStart(5, '0')}`);
      for (let i = 0; i < keys.length; i += 50)
        await Promise.all(keys.slice(i, i + 50).map((key) => put(key)));
      const pages = await pagesOf(backend.list(bucket, 'many/'));
      assert.ok(pages.every((page) => page.length <= 1000));
      assert.deepEqual(
        pages.flat().map(({ key }) => key),
        keys,
      );
      await backend.deleteMany(bucket, keys);
      assert.deepEqual(await keysOf(backend, bucket, 'many/'), []);
    });

    it('tells of each object what head tells', async () => {
      await put('same/object', 'content');
      const [page] = await pagesOf(backend.list(bucket, 'same/'));
      assert.deepEqual(page, [await backend.head(bucket, 'same/object')]);
    });

    it('can be left early', async () => {
      await put('early/object');
      for await (const page of backend.list(bucket, 'early/')) {
        assert.equal(page.length, 1);
        break;
      }
    });
  });

  describe('many writers and deleters of the same folder', () => {
    it('lose nothing', async () => {
      const rounds = Array.from({ length: 60 }, async (_, i) => {
        await put(`busy/folder/${i}`, String(i));
        assert.equal(await read(`busy/folder/${i}`), String(i));
        await backend.delete(bucket, `busy/folder/${i}`);
      });
      await Promise.all(rounds);
      assert.deepEqual(await keysOf(backend, bucket, 'busy/'), []);
    });
  });
}

async function* breakAfter(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
  throw new Error('the source broke');
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream).text();
}

async function pagesOf(pages: AsyncIterable<readonly StoredObject[]>): Promise<(readonly StoredObject[])[]> {
  const all: (readonly StoredObject[])[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

async function keysOf(backend: StorageBackend, bucket: string, prefix: string, startAfter?: string) {
  return (await pagesOf(backend.list(bucket, prefix, { startAfter }))).flat().map(({ key }) => key);
}

async function rejectsWith(code: string, promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    () => assert.fail(`expected a rejection with ${code}, got a value`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error);
  assert.equal('code' in error && error.code, code, error.message);
  return error;
}

function byUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
