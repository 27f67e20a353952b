import { userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { backendPackage, folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

describe('lithops hello', () => {
  it('greets the user from another process and says how long it took', async () => {
    const { code, stdout, stderr } = await lithops(folderWith(), ['hello']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Hello ${userInfo().username}, from a worker!`);
    expect(stdout).toMatch(/backend {3}localhost\n {2}storage {3}localhost\n/);
    expect(stdout).toMatch(/time {6}\d+ ms, \d+ ms of them in the function\n/);
    const [, worker, here] = /process (\d+) with Node\.js v\S+ \(this one is (\d+)\)/.exec(stdout) ?? [];
    expect(Number(worker)).toBeGreaterThan(0);
    expect(worker).not.toBe(here);
  });

  it('fails in one line, with the fix, when the backend is not installed', async () => {
    const { code, stdout, stderr } = await lithops(folderWith(), ['hello', '-b', 'aws_batch']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^LITHOPS_PLUGIN_NOT_FOUND: .* Run: npm i @lithops\/backend-aws-batch\n$/);
  });

  it('fails when the configuration has a problem', async () => {
    const folder = folderWith({ 'my.yaml': 'lithops:\n  workers: many\n' });
    const { code, stderr } = await lithops(folder, ['hello', '-c', 'my.yaml']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^LITHOPS_CONFIG: .*my\.yaml:2:3: expected lithops\.workers to be .*\n$/);
  });

  it('fails when no worker can be had, and shows the stack with -d', async () => {
    const folder = folderWith(backendPackage('broken', { create: `{ throw new Error('no\\n  way') }` }));
    const short = await lithops(folder, ['hello', '-b', 'broken']);
    expect(short).toEqual({ code: 1, stdout: '', stderr: 'Error: no way (-d shows the stack)\n' });
    const long = await lithops(folder, ['hello', '-b', 'broken', '-d']);
    expect(long.code).toBe(1);
    expect(long.stderr).toMatch(/Error: no\n {2}way\n {4}at .*lithops-backend-broken/);
  });
});
