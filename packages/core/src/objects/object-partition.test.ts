import { describe, expect, it } from 'vitest';
import { all, allParts, obj, readersOver, storeWith } from '../../test/support/objects.js';
import type { StoreGetOptions } from '../spec/index.js';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import { openPartition } from './object-partition.js';
import type { PartitionOptions } from './partition-options.js';

describe('a partition', () => {
  it('tells where it is', async () => {
    const [, second] = await partitionsOf('12\n45\n', { chunkSize: 3 });
    expect(second).toMatchObject({
      bucket: 'data',
      key: 'a',
      part: 1,
      totalParts: 2,
      range: { start: 3, end: 6 },
      size: 6,
      data: undefined,
    });
  });

  it('is read as bytes, text, lines and a stream, as often as one likes', async () => {
    const [first] = await partitionsOf('one\ntwo\nthree', {});
    for (let i = 0; i < 2; i++) {
      expect(await first.bytes()).toEqual(new Uint8Array(Buffer.from('one\ntwo\nthree')));
      expect(await first.text()).toBe('one\ntwo\nthree');
      expect(await all(first.lines())).toEqual(['one', 'two', 'three']);
      expect(await new Response(first.stream()).text()).toBe('one\ntwo\nthree');
    }
  });

  it('that is empty has no bytes and no lines', async () => {
    const [, , third] = await partitionsOf('a very long line\nb', { chunkSize: 6 });
    expect([await third?.text(), await all(third?.lines() ?? nothing())]).toEqual(['b', ['b']]);
    const [, second] = await partitionsOf('a very long line\nb', { chunkSize: 6 });
    expect([await second?.text(), await all(second?.lines() ?? nothing())]).toEqual(['', []]);
  });
});

describe('lines', () => {
  it.each<[string, PartitionOptions, readonly string[]]>([
    ['a\n\nb\n', {}, ['a', '', 'b']],
    ['\n', {}, ['']],
    ['a\r\nb', {}, ['a\r', 'b']],
    ['a\r\nb', { newline: '\r\n' }, ['a', 'b']],
    ['a--b', { newline: '--' }, ['a', 'b']],
    ['a\nb', { newline: null }, ['a', 'b']],
  ])('of %j with %j are %j', async (content, options, lines) => {
    const [first] = await partitionsOf(content, options);
    expect(await all(first.lines())).toEqual(lines);
  });

  it('of characters that lie across blocks and parts are whole', async () => {
    const content = 'ä€👧\n'.repeat(200);
    const store = new SlowStorage({ blockSize: 1 });
    const lines: string[] = [];
    for (const partition of await partitionsOf(content, { chunkSize: 7 }, store)) {
      lines.push(...(await all(partition.lines())));
    }
    expect(lines).toEqual(new Array(200).fill('ä€👧'));
  });

  it('and text leave out a byte order mark at the start of the object, and no other', async () => {
    const [first, second] = await partitionsOf('\uFEFFa\n\uFEFFb\n', { chunkSize: 4 });
    expect(await first.text()).toBe('a\n');
    expect(await all(first.lines())).toEqual(['a']);
    expect([...(await first.bytes())].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf]);
    expect(await second?.text()).toBe('\uFEFFb\n');
  });

  it('of what is no UTF-8 have replacement characters, as TextDecoder gives them', async () => {
    const bytes = Buffer.from([0x61, 0xff, 0xe2, 0x82, 0x0a, 0xc3, 0x62]);
    const [first] = await partitionsOf(bytes, {});
    expect(await all(first.lines())).toEqual(['a\uFFFD\uFFFD', '\uFFFDb']);
  });
});

describe('the reading of a partition', () => {
  it('is one request of its range, a little before and some slack behind', async () => {
    const line = `${'x'.repeat(999)}\n`;
    const store = new SlowStorage({ blockSize: 10_000 });
    const partitions = await partitionsOf(line.repeat(1_000), { chunkSize: 400_000 }, store);
    expect((await partitions[1]?.bytes())?.byteLength).toBe(400_000);
    expect(store.ranges).toEqual([{ start: 399_999, end: 800_000 + 65_535 }]);
  });

  it('goes on in ever longer pieces behind its end, to the end of a very long line', async () => {
    const store = new SlowStorage({ blockSize: 64 * 1024 });
    const content = `a\n${'x'.repeat(3_000_000)}`;
    const [first, second] = await partitionsOf(content, { chunkSize: 1_000_000 }, store);
    expect((await first.bytes()).byteLength).toBe(content.length);
    expect(store.ranges.length).toBeLessThan(6);
    store.ranges.length = 0;
    expect((await second?.bytes())?.byteLength).toBe(0);
    expect(store.ranges).toEqual([{ start: 999_999, end: 2_065_535 }]);
    expect(store.bytesGiven).toBeLessThan(content.length + 65_536 + 1_000_000 + 2 * 65_536);
  });

  it('asks for nothing when the part has no bytes', async () => {
    const store = new SlowStorage({ blockSize: 10 });
    const partitions = await partitionsOf('ab', { chunkNumber: 4 }, store);
    expect(await partitions[3]?.text()).toBe('');
    expect(store.ranges).toEqual([]);
  });

  it.each(['lines', 'stream'] as const)('ends when a loop over %s is left', async (how) => {
    const store = new SlowStorage({ blockSize: 100 });
    const [first] = await partitionsOf('line\n'.repeat(10_000), {}, store);
    for await (const piece of how === 'lines' ? first.lines() : first.stream()) {
      expect(piece).toBeDefined();
      break;
    }
    expect(store.isLeft).toBe(true);
    expect(store.bytesGiven).toBeLessThan(1_000);
  });

  it('takes no more than its reader asks for', async () => {
    const store = new SlowStorage({ blockSize: 1_000 });
    const [first] = await partitionsOf('line\n'.repeat(10_000), {}, store);
    const reader = first.stream().getReader();
    await reader.read();
    await reader.read();
    await new Promise(setImmediate);
    expect(store.bytesGiven).toBeLessThanOrEqual(4_000);
    await reader.cancel();
    expect(store.isLeft).toBe(true);
  });

  it('goes on where it broke', async () => {
    const store = new SlowStorage({ blockSize: 100, breaksAfter: 1_000 });
    const content = Array.from({ length: 2_000 }, (_, i) => `line ${i}\n`).join('');
    const [first] = await partitionsOf(content, {}, store);
    expect(await first.text()).toBe(content);
    expect(store.ranges.length).toBeGreaterThan(10);
  });

  it('is given up when nothing more comes, and says so', async () => {
    const store = new SlowStorage({ blockSize: 100, endsAt: 500 });
    const [first] = await partitionsOf('x'.repeat(1_000), {}, store);
    await expect(first.bytes()).rejects.toMatchObject({
      code: 'LITHOPS_OBJECT_UNREADABLE',
      message: expect.stringContaining('it ended after 500 of 1000 bytes'),
    });
  });

  it('is refused when the object was replaced since it was listed', async () => {
    const store = await storeWith({ a: 'before' });
    const readers = readersOver(store);
    const [part] = await allParts(obj('data/a'), {}, readers);
    await store.put('data', 'a', Buffer.from('after!'));
    await expect(part && openPartition(part, readers).text()).rejects.toMatchObject({
      code: 'LITHOPS_OBJECT_CHANGED',
    });
  });

  it('is refused when the object was deleted since it was listed', async () => {
    const store = await storeWith({ a: 'before' });
    const readers = readersOver(store);
    const [part] = await allParts(obj('data/'), {}, readers);
    await store.delete('data', 'a');
    await expect(part && openPartition(part, readers).text()).rejects.toMatchObject({
      code: 'LITHOPS_NO_SUCH_KEY',
    });
  });
});

type Partitions = [
  ReturnType<typeof openPartition<undefined>>,
  ...ReturnType<typeof openPartition<undefined>>[],
];

async function partitionsOf(
  content: string | Uint8Array,
  options: PartitionOptions,
  store = new MemoryStorage(),
): Promise<Partitions> {
  await store.createBucket('data');
  await store.put('data', 'a', Buffer.from(content));
  const readers = readersOver(store);
  const [first, ...others] = await allParts(obj('data/a'), options, readers);
  if (first === undefined) throw new Error('Expected a part.');
  return [openPartition(first, readers), ...others.map((part) => openPartition(part, readers))];
}

async function* nothing(): AsyncGenerator<string> {}

interface Slowness {
  readonly blockSize: number;
  /** Bytes that a request gives before its connection breaks. */
  readonly breaksAfter?: number;
  /** No request gives bytes behind this. */
  readonly endsAt?: number;
}

/** Gives bytes in blocks, one when one is asked for, and remembers what it was asked for. */
class SlowStorage extends MemoryStorage {
  readonly ranges: { start: number; end: number | undefined }[] = [];
  bytesGiven = 0;
  isLeft = false;
  readonly #slowness: Slowness;

  constructor(slowness: Slowness) {
    super();
    this.#slowness = slowness;
  }

  override async getStream(
    bucket: string,
    key: string,
    options: StoreGetOptions = {},
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const { start = 0, end } = options.range ?? {};
    this.ranges.push({ start, end });
    return ReadableStream.from(this.#blocks(start, await this.get(bucket, key, options)));
  }

  async *#blocks(start: number, bytes: Uint8Array<ArrayBuffer>) {
    const {
      blockSize,
      breaksAfter = Number.POSITIVE_INFINITY,
      endsAt = Number.POSITIVE_INFINITY,
    } = this.#slowness;
    try {
      for (let at = 0; at < bytes.length && start + at < endsAt; at += blockSize) {
        if (at >= breaksAfter) throw new Error('connection reset');
        const block = bytes.slice(at, at + blockSize);
        this.bytesGiven += block.byteLength;
        yield block;
      }
    } finally {
      this.isLeft = true;
    }
  }
}
