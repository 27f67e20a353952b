import { describe, expect, it } from 'vitest';
import { folderWith } from './support/folder.js';
import { lithops } from './support/lithops.js';

/** An installed package whose cloud has policies; its section must have a `role`. */
const granting = {
  'node_modules/lithops-backend-granting/package.json':
    '{ "name": "lithops-backend-granting", "main": "index.js" }',
  'node_modules/lithops-backend-granting/index.js': `module.exports = {
    kind: 'compute', name: 'granting', specVersion: 1, worker: new URL('file:///worker.js'),
    sections: { granting: { role: { type: 'string', required: true, doc: 'Role' } } },
    create() { throw new Error('not created for this'); },
    policies: ({ granting: { role = 'ROLE' } }, { bucket = 'BUCKET' }) => [
      { sid: 'Invoke', for: ['run'], actions: ['b:Two', 'a:One'], resources: [role] },
      { sid: 'Write', for: ['run', 'role'], actions: ['c:Put'], resources: [bucket], condition: { Is: { it: 'so' } } },
      { sid: 'Be', for: ['trust'], actions: ['d:Be'], service: 'granting.example' },
    ],
  };`,
};
const on = ['-b', 'granting', '-s', 'localhost'];
const configured = {
  LITHOPS__GRANTING__ROLE: 'role/1',
  LITHOPS_STORAGE_BUCKET: 'my-data',
};

describe('lithops policy', () => {
  it('prints one policy, ready to be put into an account', async () => {
    const { code, stdout } = await lithops(folderWith(granting), ['policy', 'run', ...on], configured);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Invoke', Effect: 'Allow', Action: ['a:One', 'b:Two'], Resource: ['role/1'] },
        {
          Sid: 'Write',
          Effect: 'Allow',
          Action: ['c:Put'],
          Resource: ['my-data'],
          Condition: { Is: { it: 'so' } },
        },
      ],
    });
  });

  it('prints all of them by name, and says on stderr whose rights are not in them', async () => {
    const { stdout, stderr } = await lithops(folderWith(granting), ['policy', ...on], configured);
    const policies = JSON.parse(stdout);
    expect(Object.keys(policies)).toEqual(['deploy', 'run', 'tools', 'role', 'trust']);
    expect(policies.trust.Statement).toEqual([
      { Sid: 'Be', Effect: 'Allow', Principal: { Service: 'granting.example' }, Action: ['d:Be'] },
    ]);
    expect(stderr).toContain('warning: "localhost" grants rights in a way of its own');
  });

  it('has words for what is not configured yet, and says so', async () => {
    const { code, stdout, stderr } = await lithops(folderWith(granting), ['policy', 'run', ...on]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).Statement[0].Resource).toEqual(['ROLE']);
    expect(stderr).toContain('warning: replace ROLE');
  });

  it('says what to name where nothing has policies', async () => {
    const { code, stderr } = await lithops(folderWith(), ['policy', '-b', 'localhost', '-s', 'localhost']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^LITHOPS_UNSUPPORTED: .*"localhost" and "localhost".*-b aws_lambda -s aws_s3/);
  });

  it('refuses a policy that there is not, with those that there are', async () => {
    const { code, stderr } = await lithops(folderWith(), ['policy', 'admin']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/deploy, run, tools, role, trust/);
  });
});
