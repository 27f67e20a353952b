import { describe, expect, it } from 'vitest';
import { folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

describe('lithops config check', () => {
  it('says so when there is no problem, also without any configuration', async () => {
    const { code, stdout, stderr } = await lithops(folderWith(), ['config', 'check']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^No problems \(no configuration file\)\. Calls run on localhost/);
  });

  it('prints all problems, a line each with place and fix, and fails', async () => {
    const folder = folderWith({
      '.lithops_config': 'lithops:\n  wrkers: 3\n  log_level: loud\n  storage: aws_s3\n',
    });
    const { code, stdout, stderr } = await lithops(folder, ['config', 'check'], {
      LITHOPS__LITHOPS__PERSIST: 'perhaps',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const lines = stderr.trimEnd().split('\n').sort();
    expect(lines).toEqual([
      expect.stringMatching(/^LITHOPS_CONFIG: .*\.lithops_config:2:3: .*Did you mean "workers"\?/),
      expect.stringMatching(/^LITHOPS_CONFIG: .*\.lithops_config:3:3: expected lithops\.log_level to be /),
      expect.stringMatching(/^LITHOPS_CONFIG: environment variable LITHOPS__LITHOPS__PERSIST: expected /),
      expect.stringMatching(
        /^LITHOPS_PLUGIN_NOT_FOUND: .*\.lithops_config:4:3: .*npm i @lithops\/storage-s3$/,
      ),
    ]);
  });

  it('warns of what means nothing here, without failing', async () => {
    const folder = folderWith({
      '.lithops_config': 'lithops:\n  backend: localhost\nlocalhost:\n  runtime: python3\n',
    });
    const { code, stderr } = await lithops(folder, ['config', 'check']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: The runtime "python3" is one of Lithops for Python.*\n$/);
  });

  it('fails when the named file does not exist, or is no YAML', async () => {
    const missing = await lithops(folderWith(), ['config', 'check', '-c', 'my.yaml']);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toMatch(/^LITHOPS_CONFIG_FILE: .*my\.yaml.*`lithops config init` writes one\.\n$/);
    const broken = await lithops(folderWith({ '.lithops_config': 'lithops:\n\tworkers: 3\n' }), [
      'config',
      'check',
    ]);
    expect(broken.code).toBe(1);
    expect(broken.stderr).toMatch(/^LITHOPS_CONFIG_FILE: .*\.lithops_config:2:1.*\n$/);
  });
});
