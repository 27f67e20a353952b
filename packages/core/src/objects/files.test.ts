import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { allParts, namesFound, obj, readersOver, textsOf } from '../../test/support/objects.js';
import { openPartition } from './object-partition.js';

describe('files', () => {
  const files = {
    'a.csv': '1\n2\n',
    'b.csv': '3\n',
    'b/c.csv': '4\n',
    'b/d/e.txt': '5\n',
    'b-.csv': '6\n',
    '[x]?.csv': '7\n',
  };

  it.each([
    ['a.csv', ['a.csv']],
    ['b/', ['b/c.csv', 'b/d/e.txt']],
    ['', ['[x]?.csv', 'a.csv', 'b-.csv', 'b.csv', 'b/c.csv', 'b/d/e.txt']],
    ['*.csv', ['[x]?.csv', 'a.csv', 'b-.csv', 'b.csv']],
    ['b*', ['b-.csv', 'b.csv']],
    ['**/*.csv', ['[x]?.csv', 'a.csv', 'b-.csv', 'b.csv', 'b/c.csv']],
    ['*/', ['b/c.csv', 'b/d/e.txt']],
    ['?/?.csv', ['b/c.csv']],
  ])('behind "%s" are %j', async (name, found) => {
    const folder = await folderOf(files);
    expect(await namesFound(obj(`${folder}/${name}`), readersOver())).toEqual(
      found.map((file) => `${folder}/${file}`),
    );
  });

  it('are read in parts', async () => {
    const folder = await folderOf({ a: 'one\ntwo\nthree' });
    expect(await textsOf(obj(`${folder}/a`), { chunkSize: 5 }, readersOver())).toEqual([
      'one\ntwo\n',
      'three',
      '',
    ]);
  });

  it('are named by a URL, too, or literally as a partition tells it', async () => {
    const folder = await folderOf(files);
    const url = pathToFileURL(`${folder}/[x]?.csv`);
    expect(
      await textsOf(obj([url, url.href, `${pathToFileURL(folder).href}/b/*.csv`]), {}, readersOver()),
    ).toEqual(['7\n', '7\n', '4\n']);
    const [part] = await allParts(obj(url), {}, readersOver());
    const { bucket, key } = openPartition(part ?? never(), readersOver());
    expect({ bucket, key }).toEqual({ bucket: 'file:', key: `${folder}/[x]?.csv` });
    expect(await textsOf(obj({ bucket, key }), {}, readersOver())).toEqual(['7\n']);
  });

  it('are followed through links; links to folders below, pipes and links to nothing are left out', async () => {
    const folder = await folderOf({ 'a/file': '1', 'b/c': '2' });
    await symlink('../b/c', `${folder}/a/link`);
    await symlink('../b', `${folder}/a/linked-folder`);
    await symlink('nowhere', `${folder}/a/dangling`);
    execFileSync('mkfifo', [`${folder}/a/pipe`]);
    expect(await namesFound(obj(`${folder}/a/`), readersOver())).toEqual([
      `${folder}/a/file`,
      `${folder}/a/link`,
    ]);
    expect(await textsOf(obj([`${folder}/a/link`, `${folder}/a/linked-folder/`]), {}, readersOver())).toEqual(
      ['2', '2'],
    );
  });

  it.each([
    ['missing', 'LITHOPS_NO_SUCH_KEY'],
    ['missing/', 'LITHOPS_NO_SUCH_KEY'],
    ['*.missing', 'LITHOPS_NO_SUCH_KEY'],
    ['a/b', 'LITHOPS_NO_SUCH_KEY'],
    ['folder', 'LITHOPS_OBJECT_UNREADABLE'],
    ['folder/empty/', 'LITHOPS_NO_SUCH_KEY'],
    ['pipe', 'LITHOPS_OBJECT_UNREADABLE'],
  ])('that are none: "%s" is refused with %s', async (name, code) => {
    const folder = await folderOf({ a: '1', 'folder/file': '2' });
    await mkdir(`${folder}/folder/empty`);
    execFileSync('mkfifo', [`${folder}/pipe`]);
    await expect(allParts(obj(`${folder}/${name}`), {}, readersOver())).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`${folder}/`),
    });
  });

  it('that are missing are told as what was looked for', async () => {
    const folder = await folderOf({ a: '1' });
    const missing = (name: string) => allParts(obj(`${folder}/${name}`), {}, readersOver());
    await expect(missing('none.txt')).rejects.toThrow(`Expected the file ${folder}/none.txt to exist`);
    await expect(missing('none/*.txt')).rejects.toThrow(`Expected the folder ${folder}/none/ to exist`);
  });

  it('whose name is no text are refused, not left out', async () => {
    const folder = await folderOf({ a: '1' });
    await writeFile(Buffer.concat([Buffer.from(`${folder}/b`), Buffer.from([0xff])]), '2');
    await expect(allParts(obj(`${folder}/`), {}, readersOver())).rejects.toThrow('its name is not UTF-8');
  });

  it('that were written anew or deleted since they were listed are refused', async () => {
    const folder = await folderOf({ a: 'before' });
    const [part] = await allParts(obj(`${folder}/a`), {}, readersOver());
    const partition = openPartition(part ?? never(), readersOver());
    await writeFile(`${folder}/a`, 'after, and longer');
    await expect(partition.text()).rejects.toMatchObject({ code: 'LITHOPS_OBJECT_CHANGED' });
    await rm(`${folder}/a`);
    await expect(partition.text()).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
  });
});

describe('a file that is cut off while it is read', () => {
  it('is refused, instead of giving a shorter part', async () => {
    const folder = await folderOf({ a: 'x'.repeat(2_000_000) });
    const [part] = await allParts(obj(`${folder}/a`), {}, readersOver());
    const reader = openPartition(part ?? never(), readersOver())
      .stream()
      .getReader();
    await reader.read();
    await truncate(`${folder}/a`, 300_000);
    const rest = async () => {
      while (!(await reader.read()).done);
    };
    await expect(rest()).rejects.toMatchObject({ code: 'LITHOPS_OBJECT_CHANGED' });
  });
});

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'objects-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(`${folder}/${name}`), { recursive: true });
    await writeFile(`${folder}/${name}`, content);
  }
  return folder;
}

function never(): never {
  throw new Error('Expected a part.');
}
