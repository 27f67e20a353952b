import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import type { Body } from './body.js';
import { CloudObject } from './cloud-object.js';
import { Storage } from './storage.js';

let backend: ClosableStorage;
let storage: Storage;
beforeEach(async () => {
  backend = new ClosableStorage();
  storage = Storage.over(backend, 'main', 'ab12cd-executor');
  await storage.createBucket('main');
  await storage.createBucket('other');
});

describe('a body', () => {
  const bodies: Record<string, () => Body> = {
    'a string': () => 'grüße',
    bytes: () => Buffer.from('grüße'),
    'a web stream': () => new Blob(['grü', 'ße']).stream(),
    'a Node.js stream of bytes': () => Readable.from([Buffer.from('grü'), Buffer.from('ße')]),
    'a Node.js stream of text': () => Readable.from(['grü', 'ße']),
    'a Blob': () => new Blob(['grüße']),
  };
  for (const [name, body] of Object.entries(bodies)) {
    it(`may be ${name}`, async () => {
      await storage.putObject('main', 'text', body());
      expect(Buffer.from(await storage.getObject('main', 'text')).toString()).toBe('grüße');
    });
  }

  it.each([[undefined], [null], [5], [{ a: 1 }], [new ArrayBuffer(2)]])('cannot be %s', async (body) => {
    // @ts-expect-error: no such body
    await expect(storage.putObject('main', 'text', body)).rejects.toMatchObject({
      code: 'LITHOPS_INVALID_ARGUMENT',
      message: expect.stringContaining('Expected the body to be a string'),
    });
  });

  it('stores nothing when a stream hands over something else', async () => {
    const objects = Readable.from([{ a: 1 }]);
    await expect(storage.putObject('main', 'text', objects)).rejects.toMatchObject({
      code: 'LITHOPS_INVALID_ARGUMENT',
    });
    await expect(storage.headObject('main', 'text')).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
  });
});

describe('an object', () => {
  it('is read whole, in part, and as a stream', async () => {
    await storage.putObject('main', 'digits', '0123456789');
    const part = await storage.getObject('main', 'digits', { range: { start: 2, end: 4 } });
    const stream = await storage.getObject('main', 'digits', { stream: true, range: { start: 8 } });
    expect(Buffer.from(part).toString()).toBe('234');
    expect(await new Response(stream).text()).toBe('89');
    expect(await storage.headObject('main', 'digits')).toMatchObject({ key: 'digits', size: 10 });
  });

  it('is not replaced under ifNoneMatch', async () => {
    await storage.putObject('main', 'once', 'first', { ifNoneMatch: true });
    await expect(storage.putObject('main', 'once', 'second', { ifNoneMatch: true })).rejects.toMatchObject({
      code: 'LITHOPS_OBJECT_EXISTS',
    });
  });

  it('is refused with an option that nobody knows, and the nearest that exists', async () => {
    const typo: object = { ifNonMatch: true };
    const other: object = { ranges: { start: 1 } };
    await expect(storage.putObject('main', 'a', 'a', typo)).rejects.toThrow(
      /got "ifNonMatch".*"ifNoneMatch"/,
    );
    await expect(storage.getObject('main', 'a', other)).rejects.toThrow(/"ranges".*"range"/);
  });
});

describe('many objects', () => {
  it('are listed by prefix and deleted, from any iterable', async () => {
    for (const key of ['a/1', 'a/2', 'b/1']) await storage.putObject('main', key, key);
    expect(await storage.listKeys('main', 'a/')).toEqual(['a/1', 'a/2']);
    expect((await storage.listObjects('main')).map(({ size }) => size)).toEqual([3, 3, 3]);
    await storage.deleteObjects('main', storage.listKeys('main', 'a/'));
    await storage.deleteObjects('main', new Set(['b/1']));
    expect(await storage.listKeys('main')).toEqual([]);
  });

  it('are deleted in batches of at most 1,000', async () => {
    const keys = Array.from({ length: 2500 }, (_, i) => `k${i}`);
    await storage.deleteObjects('main', keys);
    expect(backend.batches).toEqual([1000, 1000, 500]);
  });

  it('are not deleted letter by letter', async () => {
    await expect(storage.deleteObjects('main', 'abc')).rejects.toThrow(/a list of keys/);
    expect(backend.batches).toEqual([]);
  });
});

describe('a bucket', () => {
  it('is there or LITHOPS_NO_SUCH_BUCKET', async () => {
    await storage.headBucket('main');
    await expect(storage.headBucket('nowhere')).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_BUCKET' });
  });

  it('that is not configured is missed only when it is needed', async () => {
    const unconfigured = Storage.over(backend, undefined);
    await unconfigured.putObject('main', 'a', 'a');
    expect(() => unconfigured.bucket).toThrow(expect.objectContaining({ code: 'LITHOPS_NO_STORAGE_BUCKET' }));
  });
});

describe('a cloud object', () => {
  it('goes to the configured bucket under a new key of the executor, and comes back by its reference', async () => {
    const [first, second] = [await storage.putCloudObject('one'), await storage.putCloudObject('two')];
    expect(first.bucket).toBe('main');
    expect(first.key).toMatch(/^lithops\.jobs\/ab12cd-executor\/objects\/./);
    expect(second.key).not.toBe(first.key);
    expect(Buffer.from(await storage.getCloudObject(first)).toString()).toBe('one');
    const stream = await storage.getCloudObject(second, { stream: true, range: { start: 1 } });
    expect(await new Response(stream).text()).toBe('wo');
  });

  it('goes where it is told to', async () => {
    const reference = await storage.putCloudObject('x', { bucket: 'other', key: 'mine' });
    expect(reference).toEqual(new CloudObject('other', 'mine'));
    expect(await storage.listKeys('other')).toEqual(['mine']);
  });

  it('is deleted alone or with others of any bucket', async () => {
    const references = [
      await storage.putCloudObject('1'),
      await storage.putCloudObject('2'),
      await storage.putCloudObject('3', { bucket: 'other' }),
    ];
    const [first, ...others] = references;
    if (first !== undefined) await storage.deleteCloudObject(first);
    expect(await storage.listKeys('main')).toHaveLength(1);
    await storage.deleteCloudObjects(others);
    expect([await storage.listKeys('main'), await storage.listKeys('other')]).toEqual([[], []]);
  });

  it('is plain data in a class, so that it can travel', () => {
    expect({ ...new CloudObject('b', 'k') }).toEqual({ bucket: 'b', key: 'k' });
    expect(() => new CloudObject('b', '../k')).toThrow(/object key/);
  });
});

describe('files of this machine', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lithops-storage-test-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('go up under their own name and come down whole, into folders that are made', async () => {
    const bytes = Buffer.alloc(1_000_000, 'x');
    await writeFile(path.join(folder, 'up.bin'), bytes);
    await storage.uploadFile(path.join(folder, 'up.bin'), 'main');
    const target = path.join(folder, 'deep/er/down.bin');
    await storage.downloadFile('main', 'up.bin', target);
    expect((await readFile(target)).equals(bytes)).toBe(true);
    expect(await readdir(path.dirname(target))).toEqual(['down.bin']);
  });

  it('are not touched by a download that breaks', async () => {
    const target = path.join(folder, 'kept');
    await writeFile(target, 'old');
    await storage.putObject('main', 'breaks', 'x');
    backend.getStream = async () => {
      const chunks = async function* () {
        yield new Uint8Array(Buffer.from('half'));
        throw new Error('connection lost');
      };
      return ReadableStream.from(chunks());
    };
    await expect(storage.downloadFile('main', 'breaks', target)).rejects.toThrow('connection lost');
    expect(await readdir(folder)).toEqual(['kept']);
    expect(await readFile(target, 'utf8')).toBe('old');
  });

  it('that are missing on either side leave nothing behind', async () => {
    await expect(storage.uploadFile(path.join(folder, 'none'), 'main', 'key')).rejects.toMatchObject({
      code: 'ENOENT',
    });
    await expect(storage.downloadFile('main', 'none', path.join(folder, 'x'))).rejects.toMatchObject({
      code: 'LITHOPS_NO_SUCH_KEY',
    });
    expect(await readdir(folder)).toEqual([]);
    expect(await storage.listKeys('main')).toEqual([]);
  });
});

describe('the store behind it', () => {
  it('is opened once, when first used, and asked for again after a failure', async () => {
    let opened = 0;
    const lazy = Storage.over(() => {
      opened += 1;
      if (opened === 1) throw new Error('no network');
      return backend;
    }, 'main');
    expect(opened).toBe(0);
    await expect(lazy.headBucket('main')).rejects.toThrow('no network');
    await Promise.all([lazy.headBucket('main'), lazy.headBucket('main')]);
    expect(opened).toBe(2);
  });

  it('is closed only by the one who owns it, and only when it was opened', async () => {
    await storage.headBucket('main');
    await storage.close();
    expect(backend.closed).toBe(0);
    const source = { bucket: 'main', open: () => backend, ownsBackend: true };
    await new Storage(source).close();
    expect(backend.closed).toBe(0);
    const owner = new Storage(source);
    await owner.headBucket('main');
    await owner[Symbol.asyncDispose]();
    expect(backend.closed).toBe(1);
  });
});

class ClosableStorage extends MemoryStorage {
  readonly batches: number[] = [];
  closed = 0;

  override async deleteMany(bucket: string, keys: readonly string[]) {
    this.batches.push(keys.length);
    await super.deleteMany(bucket, keys);
  }

  override async close() {
    this.closed += 1;
  }
}
