import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backendPackage, folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

describe('lithops config init', () => {
  it('writes an explained file that only its owner can read and that passes the check', async () => {
    const folder = folderWith();
    const path = join(folder, '.lithops_config');
    const { code, stdout } = await lithops(folder, ['config', 'init']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Wrote .*\.lithops_config\n$/);
    expect(readFileSync(path, 'utf8')).toMatch(/^lithops:\n {2}# .+\n {2}# backend:$/m);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await lithops(folder, ['config', 'check'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('leaves a file alone that is there already, unless it is forced', async () => {
    const folder = folderWith({ '.lithops_config': 'lithops:\n  workers: 3\n' });
    const read = () => readFileSync(join(folder, '.lithops_config'), 'utf8');
    const refused = await lithops(folder, ['config', 'init']);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^LITHOPS_CONFIG_FILE: .*\.lithops_config.*--force overwrites it.*\n$/);
    expect(read()).toBe('lithops:\n  workers: 3\n');
    expect(await lithops(folder, ['config', 'init', '--force'])).toMatchObject({ code: 0 });
    expect(read()).toContain('# workers:');
  });

  it('asks for what the chosen backend needs, in the file and folder that are named', async () => {
    const section = `{ token: { type: 'string', required: true, secret: true, doc: 'What it asks for' } }`;
    const folder = folderWith(backendPackage('island', { section }));
    const init = await lithops(folder, ['config', 'init', '-b', 'island', '-c', 'etc/lithops.yaml']);
    expect(init).toMatchObject({ code: 0, stderr: '' });
    const text = readFileSync(join(folder, 'etc/lithops.yaml'), 'utf8');
    expect(text).toContain('\n  backend: island\n');
    expect(text).toMatch(/^island:$(?:.|\n)*^ {2}# What it asks for: .*\(required\)\n {2}token:$/m);
  });

  it('has the monitor that is named', async () => {
    const folder = folderWith();
    expect(await lithops(folder, ['config', 'init', '-m', 'storage'])).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, '.lithops_config'), 'utf8')).toContain('\n  monitoring: storage\n');
  });

  it('fails for a backend that does not exist, with the nearest name, and writes nothing', async () => {
    const folder = folderWith();
    const { code, stderr } = await lithops(folder, ['config', 'init', '-b', 'localhst']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^LITHOPS_PLUGIN_NOT_FOUND: option -b: .* Did you mean "localhost"\?.*\n$/);
    expect(() => statSync(join(folder, '.lithops_config'))).toThrow('ENOENT');
  });
});
