import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LocalhostStorage } from './localhost-storage.js';
import { examineRoot } from './localhost-storage-doctor.js';

function folder(): string {
  const made = realpathSync(mkdtempSync(path.join(tmpdir(), 'lithops-upkeep-')));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const day = 24 * 60 * 60 * 1000;

describe('what the localhost storage tells the doctor', () => {
  it('is that all is well, also while its folder does not exist', async () => {
    const root = path.join(folder(), 'not', 'yet');
    expect(await new LocalhostStorage({ root }).doctor()).toEqual([
      { level: 'ok', message: `the folder ${root} can be written` },
    ]);
  });

  it('is a file where the folder or one above it should be, with the command that moves it', async () => {
    const above = path.join(folder(), "what's this");
    writeFileSync(above, '');
    const [finding] = await examineRoot(path.join(above, 'storage'));
    expect(finding).toMatchObject({
      level: 'problem',
      message: expect.stringContaining(`got a file at ${above}`),
    });
    spawnSync('sh', ['-c', finding?.fix ?? 'false']);
    expect(await examineRoot(path.join(above, 'storage'))).toMatchObject([{ level: 'ok' }]);
  });

  it.each([
    [0, 'problem', '0 MB left'],
    [100 * 1024 ** 2, 'warning', '100 MB left'],
  ])('is a disk with %d bytes left', async (freeBytes, level, message) => {
    expect(await examineRoot(folder(), async () => freeBytes)).toEqual([
      { level, message: expect.stringContaining(message), fix: 'lithops clean --all' },
    ]);
  });

  it('is nothing about room where the file system does not say', async () => {
    expect(await examineRoot(folder(), async () => undefined)).toMatchObject([{ level: 'ok' }]);
  });
});

describe('cleaning the localhost storage', () => {
  it('deletes old writes of processes that are gone, and no others', async () => {
    const root = folder();
    const staging = path.join(root, '.staging');
    mkdirSync(staging);
    const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
    const old = new Date(Date.now() - 2 * day);
    for (const name of [`${gone}-old`, `${gone}-new`, `${process.pid}-old`, 'README']) {
      writeFileSync(path.join(staging, name), 'x');
      if (!name.endsWith('-new')) utimesSync(path.join(staging, name), old, old);
    }
    const storage = new LocalhostStorage({ root });
    const olderThan = new Date(Date.now() - day);
    const orphan = path.join(staging, `${gone}-old`);
    expect(await storage.clean({ olderThan, dryRun: true })).toEqual([orphan]);
    expect(readdirSync(staging)).toHaveLength(4);
    expect(await storage.clean({ olderThan, dryRun: false })).toEqual([orphan]);
    expect(readdirSync(staging).sort()).toEqual([`${gone}-new`, `${process.pid}-old`, 'README'].sort());
  });
});
