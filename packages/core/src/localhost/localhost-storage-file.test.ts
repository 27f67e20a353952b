import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalhostStorage } from './localhost-storage.js';

const interference = vi.hoisted(() => ({ beforeMove: async (_target: string): Promise<void> => {} }));
vi.mock('node:fs/promises', async (importActual) => {
  const actual = await importActual<typeof import('node:fs/promises')>();
  const rename = async (from: string, to: string) => {
    await interference.beforeMove(to);
    await actual.rename(from, to);
  };
  return { ...actual, rename };
});

let root: string;
let storage: LocalhostStorage;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'lithops-file-test-'));
  storage = new LocalhostStorage({ root });
  await storage.createBucket('bucket');
});
afterEach(async () => {
  interference.beforeMove = async () => {};
  await rm(root, { recursive: true, force: true });
});

describe('a writer', () => {
  it('whose folder a deletion removes under its hands makes it again', async () => {
    let removals = 3;
    interference.beforeMove = async (target) => {
      if (removals-- > 0) await rm(path.dirname(path.dirname(target)), { recursive: true });
    };
    await storage.put('bucket', 'a/b/c', Buffer.from('content'));
    expect(removals).toBe(-1);
    expect(Buffer.from(await storage.get('bucket', 'a/b/c')).toString()).toBe('content');
  });

  it('whose bucket is removed under its hands is told so, and makes none', async () => {
    interference.beforeMove = () => rm(path.join(root, 'bucket'), { recursive: true });
    await expect(storage.put('bucket', 'a/b', Buffer.from('x'))).rejects.toMatchObject({
      code: 'LITHOPS_NO_SUCH_BUCKET',
    });
    expect(await readdir(root)).toEqual(['.staging']);
    expect(await readdir(path.join(root, '.staging'))).toEqual([]);
  });
});
