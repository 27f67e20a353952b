import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backendPackage, folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

/** A backend whose account is a file beside the program: what it was asked, and what is deployed. */
const account = backendPackage('account', {
  create: `{
    const { readFileSync, writeFileSync, existsSync } = require('node:fs');
    const read = () => (existsSync('account.json') ? JSON.parse(readFileSync('account.json', 'utf8')) : { runtimes: [] });
    const change = (use) => { const now = read(); use(now); writeFileSync('account.json', JSON.stringify(now)); };
    return {
      specVersion: 1, name: 'account', dispatch: 'activation', capabilities: {}, async close() {},
      async buildRuntime(spec, { dockerfile, worker, onOutput }) {
        onOutput('building\\n');
        change((now) => {
          now.built = { name: spec.name, dockerfile, entry: worker.entry };
          now.runtimes.push({ id: 'registry/' + spec.name, spec: { ...spec, memoryMb: 0, timeoutMs: 0 } });
        });
      },
      async deployRuntime(spec) {
        const id = [spec.name ?? 'node', spec.memoryMb, process.env.VERSION ?? 1].join('-');
        change((now) => {
          now.runtimes = now.runtimes.filter((one) => one.id !== id);
          now.runtimes.push({ id, spec });
          now.deployed = [...(now.deployed ?? []), id];
        });
        return { id, spec };
      },
      async listRuntimes() { return read().runtimes; },
      async deleteRuntime({ id }) {
        change((now) => { now.runtimes = now.runtimes.filter((one) => one.id !== id); });
      },
    };
  }`,
});
const on = ['-b', 'account', '-s', 'localhost'];

function accountIn(folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, 'account.json'), 'utf8'));
}

async function listed(folder: string): Promise<readonly string[]> {
  const { stdout } = await lithops(folder, ['runtime', 'list', '--json', ...on]);
  return JSON.parse(stdout).map(({ id }: { readonly id: string }) => id);
}

describe('lithops runtime', () => {
  it.each([['build', 'image'], ['list'], ['delete', 'image'], ['update']])(
    '%s says that a backend has nothing of the kind',
    async (...args) => {
      const { code, stderr } = await lithops(folderWith(), ['runtime', ...args]);
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^LITHOPS_UNSUPPORTED: Expected a backend that supports .* got "localhost", .*\n$/,
      );
    },
  );

  it('builds an image of a name and a Dockerfile, and shows what the build writes on stderr', async () => {
    const folder = folderWith(account);
    const args = ['runtime', 'build', 'tools:2', '-f', 'my/Dockerfile', ...on];
    const { code, stdout, stderr } = await lithops(folder, args);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'Built tools:2. Use it as `runtime` of account.\n',
      stderr: 'building\n',
    });
    expect(accountIn(folder)['built']).toEqual({
      name: 'tools:2',
      dockerfile: 'my/Dockerfile',
      entry: expect.stringMatching(/js$/),
    });
  });

  it('deploys with the memory and time that are asked for', async () => {
    const folder = folderWith(account);
    const args = ['runtime', 'deploy', 'tools', '--memory', '512', '--timeout', '60', ...on];
    expect((await lithops(folder, args)).stdout).toBe('Deployed tools-512-1 (512 MB, 60 s).\n');
    const { code, stderr } = await lithops(folder, ['runtime', 'deploy', '-m', 'much', ...on]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/'much' is invalid.* Expected a number above 0\./);
  });

  it('lists what is deployed and built, as a table and as JSON', async () => {
    const folder = folderWith(account);
    expect((await lithops(folder, ['runtime', 'list', ...on])).stdout).toMatch(/^Nothing is deployed\. /);
    await lithops(folder, ['runtime', 'deploy', '--memory', '512', '--timeout', '60', ...on]);
    await lithops(folder, ['runtime', 'build', 'tools', ...on]);
    const { stdout } = await lithops(folder, ['runtime', 'list', ...on]);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['ID', 'IMAGE', 'MEMORY', 'TIMEOUT'],
      ['node-512-1', '(managed Node.js)', '512 MB', '60 s'],
      ['registry/tools', 'tools'],
      [''],
    ]);
    const json = JSON.parse((await lithops(folder, ['runtime', 'list', '--json', ...on])).stdout);
    expect(json[0]).toMatchObject({ id: 'node-512-1', name: null, memoryMb: 512, timeoutMs: 60_000 });
  });

  it('updates all that is deployed of an image, and says what stays', async () => {
    const folder = folderWith(account);
    for (const memory of ['256', '512']) {
      await lithops(folder, ['runtime', 'deploy', 'tools', '--memory', memory, '--timeout', '60', ...on]);
    }
    await lithops(folder, ['runtime', 'deploy', 'other', '--memory', '256', ...on]);
    const { stdout } = await lithops(folder, ['runtime', 'update', 'tools', ...on], { VERSION: '2' });
    expect(stdout.trimEnd().split('\n')).toEqual([
      'Updated tools-256-2 (256 MB, 60 s).',
      'Updated tools-512-2 (512 MB, 60 s).',
      expect.stringMatching(/^Left tools-256-1 .*`lithops runtime delete tools-256-1`$/),
      expect.stringMatching(/^Left tools-512-1 /),
    ]);
    const { code, stderr } = await lithops(folder, ['runtime', 'update', 'nothing', ...on]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^LITHOPS_RUNTIME_MISSING: .*`lithops runtime deploy -b account nothing`/);
  });

  it('deletes by image, by memory and by id', async () => {
    const folder = folderWith(account);
    await lithops(folder, ['runtime', 'build', 'tools', ...on]);
    for (const memory of ['256', '512', '1024']) {
      await lithops(folder, ['runtime', 'deploy', 'tools', '--memory', memory, ...on]);
    }
    await lithops(folder, ['runtime', 'deploy', ...on, '--memory', '128']);
    await lithops(folder, ['runtime', 'deploy', 'tools:2', '--memory', '64', ...on]);
    await lithops(folder, ['runtime', 'delete', 'tools', '-m', '512', ...on]);
    await lithops(folder, ['runtime', 'delete', 'node-128-1', ...on]);
    expect(await listed(folder)).toEqual([
      ...['registry/tools', 'tools-256-1', 'tools-1024-1', 'tools:2-64-1'],
    ]);
    await lithops(folder, ['runtime', 'delete', 'tools:2', ...on]);
    await lithops(folder, ['runtime', 'deploy', 'tools:3', '--memory', '64', ...on]);
    const { stdout } = await lithops(folder, ['runtime', 'delete', 'tools', ...on]);
    expect(stdout).toMatch(
      /^Deleted tools-256-1 .*\nDeleted tools-1024-1 .*\nDeleted tools:3-64-1 .*\nDeleted registry\/tools\.\n$/,
    );
    const { code, stderr } = await lithops(folder, ['runtime', 'delete', 'tools', ...on]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^LITHOPS_RUNTIME_MISSING: .*`lithops runtime list -b account`/);
  });
});
