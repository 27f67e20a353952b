import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KeptFolders } from './kept-folder.js';

async function place(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-kept-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return path.join(folder, 'packages');
}

const make = async (directory: string): Promise<void> => {
  await mkdir(path.join(directory, 'below'));
  await writeFile(path.join(directory, 'below/file.txt'), 'made');
};

const never = () => Promise.reject(new Error('Expected what is kept to be taken.'));

describe('a kept folder', () => {
  it('is made once, and found by programs that come later', async () => {
    const directory = await place();
    const made = await new KeptFolders(directory).open('key', make);
    const found = await new KeptFolders(directory).open('key', never);
    expect(found).toEqual(made);
    expect(found.files).toMatchObject([{ name: 'below/file.txt', sizeBytes: 4, isExecutable: false }]);
  });

  it('has the hash of its contents, whatever it was asked for by', async () => {
    const kept = new KeptFolders(await place());
    const one = await kept.open('one', make);
    const two = await kept.open('two', make);
    const other = await kept.open('other', (directory) =>
      writeFile(path.join(directory, 'file.txt'), 'made'),
    );
    expect(two.hash).toBe(one.hash);
    expect(other.hash).not.toBe(one.hash);
  });

  it('is one, when several make it at once', async () => {
    const directory = await place();
    const opened = await Promise.all([1, 2, 3].map(() => new KeptFolders(directory).open('key', make)));
    expect(new Set(opened.map((one) => one.directory)).size).toBe(1);
    expect(await readdir(directory)).toEqual(['key']);
  });

  it.each([
    ['has gone', (file: string) => rm(file)],
    ['was cut off', (file: string) => writeFile(file, 'm')],
  ])('is made anew when a file of it %s', async (_, damage) => {
    const kept = new KeptFolders(await place());
    const { directory } = await kept.open('key', make);
    await damage(path.join(directory, 'below/file.txt'));
    const again = await kept.open('key', make);
    expect(await readFile(path.join(again.directory, 'below/file.txt'), 'utf8')).toBe('made');
  });

  it('leaves nothing behind when it cannot be made', async () => {
    const directory = await place();
    const failing = new KeptFolders(directory).open('key', () => Promise.reject(new Error('no space')));
    await expect(failing).rejects.toThrow('no space');
    expect(await readdir(directory)).toEqual([]);
  });

  it('is refused where somebody else can write', async () => {
    const directory = await place();
    await mkdir(directory);
    await chmod(directory, 0o777);
    await expect(new KeptFolders(directory).open('key', make)).rejects.toMatchObject({
      code: 'LITHOPS_STORAGE_UNSAFE',
    });
  });
});
