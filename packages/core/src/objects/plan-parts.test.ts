import { describe, expect, it } from 'vitest';
import { allParts, namesFound, obj, readersOver, storeWith, textsOf } from '../../test/support/objects.js';
import type { StorageBackend, StoredObject } from '../spec/index.js';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import { addressOf, isLastPart } from './object-part.js';
import type { PartitionOptions } from './partition-options.js';
import { partsOf } from './plan-parts.js';

describe('objects behind a name', () => {
  const contents = {
    'raw/': '',
    'raw/1.csv': '1',
    'raw/2.txt': '2',
    'raw/sub/3.csv': '3',
    'raw*': 'star',
    rawer: 'r',
  };

  it.each([
    ['data/raw/1.csv', ['raw/1.csv']],
    ['data/raw/', ['raw/1.csv', 'raw/2.txt', 'raw/sub/3.csv']],
    ['memory://data', ['raw*', 'raw/1.csv', 'raw/2.txt', 'raw/sub/3.csv', 'rawer']],
    ['data/raw/*.csv', ['raw/1.csv']],
    ['data/**/*.csv', ['raw/1.csv', 'raw/sub/3.csv']],
    ['data/raw/?.*', ['raw/1.csv', 'raw/2.txt']],
    ['data/raw*', ['raw*', 'rawer']],
  ])('%s: %j', async (name, keys) => {
    const readers = readersOver(await storeWith(contents));
    expect(await namesFound(obj(name), readers)).toEqual(keys.map((key) => `data/${key}`));
  });

  it('are one when bucket and key are given, whatever the key looks like', async () => {
    const readers = readersOver(await storeWith(contents));
    expect(await namesFound(obj({ bucket: 'data', key: 'raw*' }), readers)).toEqual(['data/raw*']);
    expect(await namesFound(obj({ bucket: 'data', key: 'raw/' }), readers)).toEqual(['data/raw/']);
  });

  it('leave out the empty objects that stand for folders, but not those with content', async () => {
    const readers = readersOver(await storeWith({ 'a/': '', 'a/b/': 'content', 'a/c': '' }));
    expect(await namesFound(obj('data/a/'), readers)).toEqual(['data/a/b/', 'data/a/c']);
  });

  it('are counted as often as they are named, in the order of the names', async () => {
    const readers = readersOver(await storeWith({ a: 'a', b: 'b' }));
    const parts = await allParts(obj(['data/b', 'data/a', 'data/b']), {}, readers);
    expect(parts.map(({ object, place }) => [object, addressOf(place).key])).toEqual([
      [0, 'b'],
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('are none of an empty list', async () => {
    expect(await allParts(obj([]), {}, readersOver())).toEqual([]);
  });
});

describe('a name that nothing is behind', () => {
  it.each([
    ['data/missing', 'LITHOPS_NO_SUCH_KEY', 'missing'],
    ['data/missing/', 'LITHOPS_NO_SUCH_KEY', 'data/missing/'],
    ['data/*.missing', 'LITHOPS_NO_SUCH_KEY', 'data/*.missing'],
    ['missing/a', 'LITHOPS_NO_SUCH_BUCKET', 'missing'],
    ['missing/', 'LITHOPS_NO_SUCH_BUCKET', 'missing'],
  ])('%s is refused with %s', async (name, code, text) => {
    const readers = readersOver(await storeWith({ a: '1' }));
    await expect(allParts(obj(name), {}, readers)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(text),
    });
  });

  it('comes in its turn: parts before it are given', async () => {
    const readers = readersOver(await storeWith({ a: '1' }));
    const parts = partsOf(obj(['data/a', 'data/missing', 'data/a']), {}, readers);
    expect((await parts.next()).value).toMatchObject({ object: 0 });
    await expect(parts.next()).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
    expect((await parts.next()).done).toBe(true);
  });

  it('is in a bucket that has only folder markers', async () => {
    const readers = readersOver(await storeWith({ 'a/': '' }));
    await expect(allParts(obj('data/'), {}, readers)).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
  });
});

describe('a scheme', () => {
  it('that fits the configured storage is no hindrance', async () => {
    const store = await storeWith({ a: '1' });
    const ceph: StorageBackend = Object.assign(Object.create(store), {});
    Object.defineProperty(ceph, 'name', { value: 'ceph' });
    ceph.head = (...args) => store.head(...args);
    expect(await namesFound(obj('s3://data/a'), readersOver(ceph))).toEqual(['data/a']);
  });

  it('that does not is refused with both names', async () => {
    const readers = readersOver(await storeWith({ a: '1' }));
    await expect(allParts(obj('s3://data/a'), {}, readers)).rejects.toThrow(
      /s3:\/\/ fits \(aws_s3, ceph, minio, ibm_cos\).*"s3:\/\/data\/a", got "memory"/,
    );
    await expect(allParts(obj('gs://data/a'), {}, readers)).rejects.toThrow('gs:// fits (gs)');
  });
});

describe('the parts of objects', () => {
  it('are plain data, in order of objects and then of parts, the last one marked', async () => {
    const readers = readersOver(await storeWith({ a: '12345', b: '' }));
    const parts = await allParts(obj(['data/a', 'data/b']), { chunkSize: 3 }, readers);
    expect(
      parts.map(({ object, part, totalParts, start, end, size }) => [
        object,
        part,
        totalParts,
        start,
        end,
        size,
      ]),
    ).toEqual([
      [0, 0, 2, 0, 3, 5],
      [0, 1, 2, 3, 5, 5],
      [1, 0, 1, 0, 0, 0],
    ]);
    expect(parts.map(isLastPart)).toEqual([false, true, true]);
    expect(structuredClone(parts)).toEqual(parts);
  });

  it.each<[PartitionOptions, readonly string[]]>([
    [{}, ['one\ntwo\nthree']],
    [{ chunkSize: 5 }, ['one\ntwo\n', 'three', '']],
    [{ chunkNumber: 2 }, ['one\ntwo\n', 'three']],
    [{ chunkSize: 5, newline: null }, ['one\nt', 'wo\nth', 'ree']],
    [{ chunkNumber: 3, newline: 'o' }, ['one\ntwo', '\nthree', '']],
  ])('with %j are %j', async (options, texts) => {
    const readers = readersOver(await storeWith({ a: 'one\ntwo\nthree' }));
    expect(await textsOf(obj('data/a'), options, readers)).toEqual(texts);
  });

  it('are refused for options that make none', async () => {
    await expect(allParts(obj('data/a'), { chunkSize: 0 }, readersOver())).rejects.toMatchObject({
      code: 'LITHOPS_INVALID_ARGUMENT',
    });
  });
});

describe('a bucket of very many objects', () => {
  it('is listed as far as parts are asked for', async () => {
    const store = new EndlessStorage();
    const parts = partsOf(obj('data/'), {}, readersOver(store));
    for (let i = 0; i < 1_500; i++) await parts.next();
    await parts.return();
    expect(store.pages).toBe(2);
    expect(store.isLeft).toBe(true);
  });

  it('named one by one has a few looked up at once, in strict order', async () => {
    const store = new EndlessStorage();
    function* names() {
      for (let i = 0; ; i++) yield `data/${i}`;
    }
    const found: string[] = [];
    for await (const { place } of partsOf(obj(names()), {}, readersOver(store))) {
      found.push(addressOf(place).key);
      if (found.length === 100) break;
    }
    expect(found).toEqual(Array.from({ length: 100 }, (_, i) => `${i}`));
    expect(store.mostHeads).toBeGreaterThan(4);
    expect(store.mostHeads).toBeLessThanOrEqual(16);
  });
});

/** Has every key there is. */
class EndlessStorage extends MemoryStorage {
  pages = 0;
  isLeft = false;
  mostHeads = 0;
  #heads = 0;

  override async *list(): AsyncGenerator<readonly StoredObject[]> {
    try {
      while (true) {
        this.pages += 1;
        yield Array.from({ length: 1_000 }, (_, i) => object(`${this.pages}-${i}`));
      }
    } finally {
      this.isLeft = true;
    }
  }

  override async head(_bucket: string, key: string): Promise<StoredObject> {
    this.#heads += 1;
    this.mostHeads = Math.max(this.mostHeads, this.#heads);
    await new Promise(setImmediate);
    this.#heads -= 1;
    return object(key);
  }
}

function object(key: string): StoredObject {
  return { key, size: 1, lastModified: new Date(0), etag: '"1"' };
}
