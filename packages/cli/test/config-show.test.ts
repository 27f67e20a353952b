import { describe, expect, it } from 'vitest';
import { backendPackage, folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

const section = `{
  region: { type: 'string', doc: 'Where' },
  token: { type: 'string', secret: true, doc: 'Password' },
}`;
const file =
  'lithops:\n  backend: island\n  storage: localhost\n  workers: 3\nisland:\n  token: s3cr3t-w0rd\n';
const island = () => folderWith({ ...backendPackage('island', { section }), '.lithops_config': file });

describe('lithops config show', () => {
  it('prints each value with its source, and no secret', async () => {
    const { code, stdout, stderr } = await lithops(island(), ['config', 'show', '-s', 'localhost'], {
      LITHOPS_STORAGE_BUCKET: 'thumbs',
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^# file: .*\.lithops_config\n# mode: serverless, backend: island, storage: local/,
    );
    expect(stdout).toMatch(/^ {2}workers: 3 +# .*\.lithops_config:4:3$/m);
    expect(stdout).toMatch(/^ {2}storage: "localhost" +# command line$/m);
    expect(stdout).toMatch(/^ {2}storage_bucket: "thumbs" +# environment variable LITHOPS_STORAGE_BUCKET$/m);
    expect(stdout).toMatch(/^ {2}data_cleaner: true +# default$/m);
    expect(stdout).toMatch(/^ {2}token: "\*\*\*" +# .*:6:3$/m);
    expect(stdout).not.toContain('s3cr3t-w0rd');
  });

  it('prints the same as JSON', async () => {
    const { code, stdout } = await lithops(island(), ['config', 'show', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      file: expect.stringContaining('.lithops_config'),
      mode: 'serverless',
      backend: 'island',
      storage: 'localhost',
      monitoring: 'auto',
      sections: {
        lithops: { workers: { value: 3, source: expect.stringContaining(':4:3') } },
        island: { token: { value: '***' } },
      },
    });
    expect(stdout).not.toContain('s3cr3t-w0rd');
  });

  it('puts the region of -r where the backend looks for it', async () => {
    const { stdout } = await lithops(island(), ['config', 'show', '-r', 'eu-west-1']);
    expect(stdout).toMatch(/^island:\n(?: {2}.*\n)* {2}region: "eu-west-1" +# command line$/m);
  });

  it('fails for -r where there are no regions', async () => {
    const { code, stdout, stderr } = await lithops(folderWith(), ['config', 'show', '-r', 'eu-west-1']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^LITHOPS_INVALID_ARGUMENT: .* for -r, got "localhost": leave -r out.*\n$/);
  });
});
