import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

describe('lithops storage', () => {
  it('puts, lists, gets and deletes in the configured bucket', async () => {
    const folder = folderWith({ 'note.txt': 'hello\n' });
    expect(await lithops(folder, ['storage', 'put', 'note.txt'])).toEqual({
      code: 0,
      stdout: 'Stored note.txt (6 B) in bucket "lithops-data".\n',
      stderr: '',
    });
    const listed = await lithops(folder, ['storage', 'list']);
    expect(listed.stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2} +6 B {2}note\.txt\n$/);
    expect(await lithops(folder, ['storage', 'get', 'note.txt'])).toEqual({
      code: 0,
      stdout: 'hello\n',
      stderr: '',
    });
    const deleted = await lithops(folder, ['storage', 'delete', 'note.txt']);
    expect(deleted).toMatchObject({ code: 0, stdout: 'Deleted note.txt from bucket "lithops-data".\n' });
    const nothing = await lithops(folder, ['storage', 'list']);
    expect(nothing).toEqual({
      code: 0,
      stdout: 'There are no objects in bucket "lithops-data".\n',
      stderr: '',
    });
  });

  it('puts what comes on stdin into a named bucket, and gets it into a file, byte for byte', async () => {
    const folder = folderWith();
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index * 7);
    expect((await lithops(folder, ['storage', 'create', 'photos'])).code).toBe(0);
    const put = await lithops(folder, ['storage', 'put', '-', 'photos', '-k', 'raw/1'], {}, bytes);
    expect(put).toMatchObject({ code: 0, stdout: 'Stored raw/1 (300 kB) in bucket "photos".\n' });
    const got = await lithops(folder, ['storage', 'get', 'photos', 'raw/1', '-o', 'new/1.bin']);
    expect(got).toMatchObject({ code: 0, stdout: 'Wrote raw/1 (300 kB) to new/1.bin.\n' });
    expect(new Uint8Array(readFileSync(join(folder, 'new/1.bin')))).toEqual(bytes);
  });

  it('lists as JSON, an empty list too', async () => {
    const folder = folderWith();
    expect((await lithops(folder, ['storage', 'list', '--json'])).stdout).toBe('[]\n');
    for (const key of ['a/1', 'a/2', 'b\n3']) {
      await lithops(folder, ['storage', 'put', '-', '-k', key], {}, key);
    }
    const { stdout } = await lithops(folder, ['storage', 'list', '--json', '-p', 'a/']);
    expect(JSON.parse(stdout)).toEqual(
      ['a/1', 'a/2'].map((key) => ({
        key,
        size: 3,
        lastModified: expect.any(String),
        etag: expect.any(String),
      })),
    );
    expect((await lithops(folder, ['storage', 'list'])).stdout).toContain('b\\x0a3\n');
  });

  it('deletes by prefix, and empties a bucket only when told so', async () => {
    const folder = folderWith();
    for (const key of ['a/1', 'a/2', 'b']) await lithops(folder, ['storage', 'put', '-', '-k', key], {}, key);
    const some = await lithops(folder, ['storage', 'delete', '--prefix', 'a/']);
    expect(some.stdout).toBe('Deleted 2 objects whose key begins with "a/" from bucket "lithops-data".\n');
    const unasked = await lithops(folder, ['storage', 'empty']);
    expect(unasked).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^LITHOPS_INVALID_ARGUMENT: Expected --yes.*\n$/),
    });
    const all = await lithops(folder, ['storage', 'empty', '--yes']);
    expect(all).toMatchObject({ code: 0, stdout: 'Deleted 1 object from bucket "lithops-data".\n' });
    const again = await lithops(folder, ['storage', 'empty', '--yes']);
    expect(again).toMatchObject({ code: 0, stdout: 'Bucket "lithops-data" is empty already.\n' });
    const none = await lithops(folder, ['storage', 'delete', '--prefix', 'a/']);
    expect(none.stdout).toMatch(/^There are no objects in bucket "lithops-data" whose key begins with "a\/"/);
  });

  it.each([
    [['get', 'nothing'], /^LITHOPS_NO_SUCH_KEY: There is no object "nothing".*\n$/],
    [['get', 'a', 'b', 'c'], /^LITHOPS_INVALID_ARGUMENT: Expected a key, or a bucket and a key, got 3/],
    [['get', 'nowhere', 'key'], /^LITHOPS_NO_SUCH_BUCKET: .*`lithops storage create nowhere`.*\n$/],
    [['get'], /^error: missing required argument 'key'/],
    [['list', 'nowhere'], /^LITHOPS_NO_SUCH_BUCKET: /],
    [
      ['delete', 'one', 'two'],
      /^LITHOPS_NO_SUCH_BUCKET: .*"one": of several words, the first is the bucket\..*\n$/,
    ],
    [['delete', 'nothing'], /^LITHOPS_NO_SUCH_KEY: /],
    [['delete'], /^LITHOPS_INVALID_ARGUMENT: Expected keys or --prefix, got neither/],
    [['delete', '--prefix', ''], /^LITHOPS_INVALID_ARGUMENT: Expected a prefix of at least one/],
    [['put', 'nothing.txt'], /^LITHOPS_INVALID_ARGUMENT: Expected a file to store, got "nothing\.txt"/],
    [['put', '-'], /^LITHOPS_INVALID_ARGUMENT: Expected the key.*--key names it\.\n$/],
    [['list', '-s', 'aws_s3'], /^LITHOPS_PLUGIN_NOT_FOUND: .*npm i @lithops\/storage-s3\n$/],
  ])('fails for %j in one line, with nothing on stdout', async (args, message) => {
    const { code, stdout, stderr } = await lithops(folderWith(), ['storage', ...args]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('leaves no file behind when the object is not there', async () => {
    const folder = folderWith({ 'old.txt': 'old' });
    expect((await lithops(folder, ['storage', 'get', 'nothing', '-o', 'new.txt'])).code).toBe(1);
    expect((await lithops(folder, ['storage', 'get', 'nothing', '-o', 'old.txt'])).code).toBe(1);
    expect(existsSync(join(folder, 'new.txt'))).toBe(false);
    expect(readFileSync(join(folder, 'old.txt'), 'utf8')).toBe('old');
  });

  it('stores a file whose key is another than its name', async () => {
    const folder = folderWith();
    writeFileSync(join(folder, 'x.txt'), 'x');
    const { stdout } = await lithops(folder, ['storage', 'put', 'x.txt', '--key', 'dir/y.txt']);
    expect(stdout).toBe('Stored dir/y.txt (1 B) in bucket "lithops-data".\n');
  });
});
