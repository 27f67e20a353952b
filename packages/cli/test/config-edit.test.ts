import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

describe('lithops config set, unset and move', () => {
  it('make a file that is only for this user, and change it', async () => {
    const folder = folderWith();
    const file = join(folder, '.lithops_config');
    expect(await lithops(folder, ['config', 'set', 'lithops.workers', '3'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Set lithops\.workers in .*\.lithops_config\n$/),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await lithops(folder, ['config', 'move', 'lithops.workers', 'localhost.max_workers']);
    await lithops(folder, ['config', 'set', 'lithops.retries', '1']);
    expect(readFileSync(file, 'utf8')).toBe('lithops:\n  retries: 1\nlocalhost:\n  max_workers: 3\n');
    expect((await lithops(folder, ['config', 'check'])).code).toBe(0);
    const { stdout } = await lithops(folder, ['config', 'unset', 'localhost']);
    expect(stdout).toMatch(/^Took localhost out of .*\n$/);
    expect(readFileSync(file, 'utf8')).toBe('lithops:\n  retries: 1\n');
  });

  it('change the file that is in use, wherever it lies', async () => {
    const folder = folderWith({ 'my.yaml': '# mine\nlithops:\n' });
    const environment = { LITHOPS_CONFIG_FILE: 'my.yaml' };
    expect((await lithops(folder, ['config', 'set', 'lithops.workers', '3'], environment)).code).toBe(0);
    expect(readFileSync(join(folder, 'my.yaml'), 'utf8')).toBe('# mine\nlithops:\n  workers: 3\n');
  });

  it.each([
    [['unset', 'lithops.workers'], /^LITHOPS_CONFIG_FILE: .*`lithops config init` writes one\.\n$/],
    [['set', 'workers', '3'], /^LITHOPS_INVALID_ARGUMENT: Expected a key as section\.key.*\n$/],
    [['set', 'lithops.workers'], /^error: missing required argument 'value'.*\n$/],
  ])('fail for %j in one line', async (args, message) => {
    const { code, stdout, stderr } = await lithops(folderWith(), ['config', ...args]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
