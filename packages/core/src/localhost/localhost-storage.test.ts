import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalhostStorage } from './localhost-storage.js';
import { objectPath, parseEntryName } from './localhost-storage-path.js';
import { localhostStorage } from './localhost-storage-plugin.js';
import { defaultStorageRoot } from './localhost-storage-root.js';

let folder: string;
let root: string;
let storage: LocalhostStorage;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lithops-localhost-test-'));
  root = path.join(folder, 'root');
  storage = new LocalhostStorage({ root });
  await storage.createBucket('bucket');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const put = (key: string, body = key) => storage.put('bucket', key, Buffer.from(body));
const unsafe = expect.objectContaining({ code: 'LITHOPS_STORAGE_UNSAFE' });

async function keys(prefix = ''): Promise<string[]> {
  const found: string[] = [];
  for await (const page of storage.list('bucket', prefix)) found.push(...page.map(({ key }) => key));
  return found;
}

describe('files', () => {
  it('hold exactly the bytes of the object, under a path that a person recognises', async () => {
    await put('photos/2024/cat.jpg', 'meow');
    expect(await readFile(path.join(root, 'bucket/photos+/2024+/cat.jpg'), 'utf8')).toBe('meow');
  });

  it('are seen by another instance and in another order of opening', async () => {
    await put('shared');
    expect(await new LocalhostStorage({ root }).get('bucket', 'shared')).toEqual(
      new Uint8Array(Buffer.from('shared')),
    );
  });

  it('and folders are gone when the last object is, the bucket stays', async () => {
    await storage.put('bucket', `a/b/${'c'.repeat(700)}`, Buffer.from('x'), { contentType: 'text/plain' });
    await storage.delete('bucket', `a/b/${'c'.repeat(700)}`);
    expect(await readdir(path.join(root, 'bucket'))).toEqual([]);
    expect(await storage.bucketExists('bucket')).toBe(true);
  });

  it('keep content type and metadata beside them until the object is replaced', async () => {
    await storage.put('bucket', 'a', Buffer.from('x'), { contentType: 'text/plain', metadata: { k: 'v' } });
    const beside = path.join(root, 'bucket/a=');
    expect(JSON.parse(await readFile(beside, 'utf8'))).toEqual({
      contentType: 'text/plain',
      metadata: { k: 'v' },
    });
    await put('a');
    expect(await readdir(path.join(root, 'bucket'))).toEqual(['a']);
  });

  it('leave nothing half written behind when the body breaks', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from('half')),
      pull: () => Promise.reject(new Error('the source broke')),
    });
    await expect(storage.put('bucket', 'x', broken)).rejects.toThrow('the source broke');
    expect(await readdir(path.join(root, '.staging'))).toEqual([]);
    expect(await keys()).toEqual([]);
  });

  it('show a reader the old or the new content, never a part of either', async () => {
    const contents = ['a', 'b'].map((letter) => Buffer.alloc(300_000, letter));
    const [first, second] = contents;
    if (first === undefined || second === undefined) throw new Error('two contents');
    await storage.put('bucket', 'swap', first);
    const writes = Array.from({ length: 20 }, (_, i) =>
      storage.put('bucket', 'swap', i % 2 ? first : second),
    );
    const reads = Array.from({ length: 20 }, () => storage.get('bucket', 'swap'));
    for (const read of await Promise.all(reads)) {
      expect(contents.some((content) => content.equals(read))).toBe(true);
    }
    await Promise.all(writes);
  });
});

describe('paths', () => {
  const cases = [
    'a',
    'a/b',
    'a/',
    '/'.repeat(3),
    '..x',
    'ü ',
    '%',
    '%41',
    'x+',
    'x~',
    'x=',
    'k'.repeat(240),
    `${'k'.repeat(240)}..`,
    '🎉'.repeat(60),
  ];
  it.each(cases)('of the key "%s" stay below the bucket and within the limits of file systems', (key) => {
    const names = objectPath(key).split(path.sep);
    for (const name of names) {
      expect(['', '.', '..']).not.toContain(name);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      expect(parseEntryName(name)).toBeDefined();
    }
  });

  it('differ for different keys', () => {
    expect(new Set(cases.map(objectPath)).size).toBe(cases.length);
  });
});

describe('symbolic links', () => {
  let outside: string;
  beforeEach(async () => {
    outside = path.join(folder, 'outside');
    await mkdir(outside);
    await writeFile(path.join(outside, 'secret'), 'secret');
  });
  afterEach(async () => {
    expect(await readdir(outside)).toEqual(['secret']);
    expect(await readFile(path.join(outside, 'secret'), 'utf8')).toBe('secret');
  });

  it('in the place of a folder are followed by nothing', async () => {
    await symlink(outside, path.join(root, 'bucket/link+'));
    await expect(put('link/new')).rejects.toEqual(unsafe);
    await expect(put('link/deeper/new')).rejects.toEqual(unsafe);
    await expect(storage.get('bucket', 'link/secret')).rejects.toEqual(unsafe);
    await expect(storage.head('bucket', 'link/secret')).rejects.toEqual(unsafe);
    await expect(storage.delete('bucket', 'link/secret')).rejects.toEqual(unsafe);
    await expect(keys('link/')).rejects.toEqual(unsafe);
    await expect(keys()).rejects.toEqual(unsafe);
  });

  it('in the place of an object are read by nothing, and replaced by a write', async () => {
    await symlink(path.join(outside, 'secret'), path.join(root, 'bucket/link'));
    await expect(storage.get('bucket', 'link')).rejects.toEqual(unsafe);
    await expect(storage.getStream('bucket', 'link')).rejects.toEqual(unsafe);
    await expect(storage.head('bucket', 'link')).rejects.toEqual(unsafe);
    await expect(keys()).rejects.toEqual(unsafe);
    await put('link', 'mine');
    expect((await storage.get('bucket', 'link')).toString()).toBe(
      new Uint8Array(Buffer.from('mine')).toString(),
    );
  });

  it('in the place of a bucket are no bucket', async () => {
    await symlink(outside, path.join(root, 'linked'));
    await expect(storage.bucketExists('linked')).rejects.toEqual(unsafe);
    await expect(storage.put('linked', 'new', Buffer.from('x'))).rejects.toEqual(unsafe);
    await expect(storage.get('linked', 'secret')).rejects.toEqual(unsafe);
  });
});

describe('the default root', () => {
  beforeEach(() => vi.stubEnv('TMPDIR', folder));

  it('is a folder of this user alone, also when it was open before', async () => {
    const own = path.dirname(defaultStorageRoot());
    expect(own.startsWith(folder)).toBe(true);
    await mkdir(own);
    await chmod(own, 0o777);
    await new LocalhostStorage().createBucket('bucket');
    expect((await stat(own)).mode & 0o777).toBe(0o700);
  });

  it('is refused when somebody put a link in its place', async () => {
    await mkdir(path.join(folder, 'elsewhere'));
    await symlink(path.join(folder, 'elsewhere'), path.dirname(defaultStorageRoot()));
    await expect(new LocalhostStorage().createBucket('bucket')).rejects.toEqual(unsafe);
    expect(await readdir(path.join(folder, 'elsewhere'))).toEqual([]);
  });
});

describe('the plug-in', () => {
  it('is named localhost and needs no setting', () => {
    for (const plugin of [localhostStorage, localhostStorage()]) {
      const { kind, name, specVersion } = plugin;
      expect({ kind, name, specVersion }).toEqual({ kind: 'storage', name: 'localhost', specVersion: 1 });
    }
  });
});
