import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userHash } from '@lithops/core/config';
import { describe, expect, it } from 'vitest';
import { backendPackage, folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

const run = `${userHash()}-0lz4k9x2q7w3e1`;
const result = `lithops.jobs/${run}/M0001/result/00000000.01`;
const manifest = `lithops.jobs/${run}/M0002/manifest.json`;
const cloudObject = `lithops.jobs/${run}/objects/photo`;
const fresh = `lithops.jobs/${userHash()}-0lz4k9x2q7w3e2/M0001/result/00000000.01`;
const foreign = 'lithops.jobs/zzzzzz-0lz4k9x2q7w3e1/M0001/result/00000000.01';

/** A folder whose storage holds these keys. All but {@link fresh} were written two days ago. */
async function folderHolding(...keys: readonly string[]): Promise<string> {
  const folder = folderWith();
  for (const key of keys) {
    expect((await lithops(folder, ['storage', 'put', '-', '-k', key], {}, 'xyz')).code).toBe(0);
  }
  const old = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
  for (const file of filesBelow(folder)) {
    if (!file.includes('q7w3e2')) utimesSync(file, old, old);
  }
  return folder;
}

function filesBelow(folder: string): readonly string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function keysIn(folder: string): Promise<readonly string[]> {
  const { stdout } = await lithops(folder, ['storage', 'list', '--json']);
  return JSON.parse(stdout).map(({ key }: { readonly key: string }) => key);
}

describe('lithops clean', () => {
  it('says so when there is nothing', async () => {
    expect(await lithops(folderWith(), ['clean'])).toEqual({
      code: 0,
      stdout: 'Nothing to clean: no temporary data of yours is over a day old.\n',
      stderr: '',
    });
    expect((await lithops(folderWith(), ['clean', '--json'])).stdout).toBe('[]\n');
  });

  it('deletes what a crash left a day ago, and nothing new, persisted, or of others', async () => {
    const folder = await folderHolding(result, manifest, cloudObject, fresh, foreign, 'mine');
    const before = await keysIn(folder);
    const listed = await lithops(folder, ['clean', '--list']);
    expect(listed.stdout).toMatch(new RegExp(`^Would delete 2 objects of ${run}, last used `));
    expect(await keysIn(folder)).toEqual(before);
    const { code, stdout, stderr } = await lithops(folder, ['clean']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Deleted 1 object of \S+, last used \S+ \S+, but for 1 persisted job and 1 cloud object\.\n$/,
    );
    expect(await keysIn(folder)).toEqual(before.filter((key) => key !== result));
  });

  it('deletes all that is of this user with --all', async () => {
    const folder = await folderHolding(result, manifest, cloudObject, fresh, foreign, 'mine');
    const { code, stdout } = await lithops(folder, ['clean', '--all', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ what: 'run', name: run, objects: 3, sizeBytes: 9 }),
      expect.objectContaining({ what: 'run', objects: 1 }),
    ]);
    expect([...(await keysIn(folder))].sort()).toEqual([foreign, 'mine']);
  });

  it('deletes jobs with a key with --all only, which lie under another name of their user', async () => {
    const folder = folderWith();
    const core = new URL('../../core/dist/index.js', import.meta.url).href;
    const program = `
      import { FunctionExecutor } from ${JSON.stringify(core)};
      const exec = new FunctionExecutor({ progress: false });
      await exec.map(() => { throw new Error('stays') }, [1], { jobKey: 'thumbs' }).catch(() => {});
      await exec.close();
    `;
    const env = { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder };
    const ran = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, env });
    expect({ status: ran.status, stderr: String(ran.stderr) }).toEqual({ status: 0, stderr: '' });
    expect(await keysIn(folder)).not.toEqual([]);
    expect((await lithops(folder, ['clean'])).stdout).toMatch(/^Nothing to clean: /);
    expect((await lithops(folder, ['clean', '--all'])).stdout).toMatch(
      /^Deleted \d+ objects \(.*\) of \S+-k/,
    );
    expect(await keysIn(folder)).toEqual([]);
  });

  it('deletes writes that never ended, which the doctor tells of', async () => {
    const folder = await folderHolding('mine');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const [staging] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.staging'),
    );
    const orphan = join(folder, staging ?? '', `${pid}-orphan`);
    mkdirSync(join(folder, staging ?? ''), { recursive: true });
    writeFileSync(orphan, 'x');
    utimesSync(orphan, 0, 0);
    const doctor = await lithops(folder, ['doctor']);
    expect(doctor.code).toBe(0);
    expect(doctor.stdout).toMatch(
      /^warning +leftovers +1 write that never ended, over a day old\n +fix: lithops clean$/m,
    );
    const { stdout } = await lithops(folder, ['clean']);
    expect(stdout).toMatch(/^Deleted \S+-orphan, a write that never ended\.\n$/);
    expect((await lithops(folder, ['doctor'])).stdout).toMatch(/^ok +leftovers/m);
  });

  const untidy = backendPackage('untidy', {
    create: `{ return {
      specVersion: 1, name: 'untidy', dispatch: 'activation', capabilities: {}, async close() {},
      async listRuntimes() { return [{ id: 'worker-1', spec: {} }]; },
      async clean({ all }) { if (process.env.BROKEN) throw new Error('cannot clean'); console.error('all: ' + all); },
    }; }`,
  });
  const on = ['-b', 'untidy', '-s', 'localhost'];

  it('deletes the runtimes of this user with --all only', async () => {
    const folder = folderWith(untidy);
    expect((await lithops(folder, ['clean', ...on])).stdout).toMatch(/^Nothing to clean: /);
    const listed = await lithops(folder, ['clean', '--all', '--list', ...on]);
    expect(listed).toMatchObject({ stdout: 'Would delete the runtime worker-1.\n', stderr: '' });
    const cleaned = await lithops(folder, ['clean', '--all', ...on]);
    expect(cleaned).toMatchObject({ stdout: 'Deleted the runtime worker-1.\n', stderr: 'all: false\n' });
  });

  it('deletes those of all users of the account with --all-users, when that is confirmed', async () => {
    const folder = folderWith(untidy);
    const refused = await lithops(folder, ['clean', '--all-users', ...on]);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Expected --yes') });
    expect(await lithops(folder, ['clean', '--all-users', '--yes', ...on])).toMatchObject({
      code: 0,
      stderr: 'all: true\n',
    });
  });

  it('fails when the backend cannot be cleaned, after the rest', async () => {
    const folder = await folderHolding(result);
    for (const [name, text] of Object.entries(untidy)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { code, stdout, stderr } = await lithops(folder, ['clean', '--all', ...on], { BROKEN: 'yes' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Deleted 1 object /);
    expect(stderr).toBe('Error: cannot clean (-d shows the stack)\n');
  });
});
