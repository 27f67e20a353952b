import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Installation } from './support/command.js';
import { actionsOf, policiesOf } from './support/policies.js';

describe('the policies', () => {
  it('are those of the documentation, for what is configured there', async () => {
    const text = await readFile(new URL('../../../docs/aws-lambda.md', import.meta.url), 'utf8');
    const blocks = [...text.matchAll(/\n## Policy `(\w+)`\n[\s\S]*?```json\n([\s\S]*?)```/g)];
    const documented = Object.fromEntries(blocks.map(([, name, json = '']) => [name, JSON.parse(json)]));
    const user = await Installation.with(
      `lithops:
  storage_bucket: my-lithops-data
aws:
  region: eu-west-1
aws_lambda:
  execution_role: arn:aws:iam::123456789012:role/lithops
`,
      {},
    );
    expect(documented).toEqual(await policiesOf(user));
  });

  it('are printed before anything is configured, with words for what is missing', async () => {
    const user = await Installation.with('', {});
    const { code, stdout, stderr } = await user.lithops('policy', '-b', 'aws_lambda', '-s', 'aws_s3');
    expect(code).toBe(0);
    expect(stdout).toContain('"arn:aws:iam::ACCOUNT:role/ROLE"');
    expect(stdout).toContain('"arn:aws:s3:::BUCKET/*"');
    expect(stderr).toBe('warning: replace ACCOUNT, ROLE, BUCKET: the configuration does not say it yet.\n');
  });

  it('are of the part of AWS that the role and the region are in', async () => {
    const user = await Installation.with(
      'aws:\n  region: cn-north-1\naws_lambda:\n  execution_role: arn:aws-cn:iam::123456789012:role/lithops\n',
      {},
    );
    const { deploy, run } = await policiesOf(user);
    expect(deploy.Statement[0]?.Resource).toEqual([
      'arn:aws-cn:lambda:cn-north-1:123456789012:function:lithops-*',
    ]);
    expect(JSON.stringify(run)).toContain('"arn:aws-cn:s3:::BUCKET"');
  });

  it('have rights for networks and file systems where there are some', async () => {
    const more = `  vpc: { subnets: [subnet-1], security_groups: [sg-1] }
  efs: [{ access_point: 'arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1', mount_path: /mnt/data }]
`;
    const yaml = 'aws_lambda:\n  execution_role: arn:aws:iam::123456789012:role/lithops\n';
    const sids = async (text: string) => {
      const { deploy, role } = await policiesOf(await Installation.with(text, {}));
      return [...deploy.Statement, ...role.Statement].map(({ Sid }) => Sid);
    };
    const plain = await sids(yaml);
    const added = (await sids(yaml + more)).filter((sid) => !plain.includes(sid));
    expect(added).toEqual(['SeeTheNetwork', 'BeInTheNetwork', 'MountFileSystems']);
    const withImage = (await sids(`${yaml}  runtime: thumbnails\n`)).filter((sid) => !plain.includes(sid));
    expect(withImage).toEqual(['UseImages', 'AskWorkers', 'BuildImages', 'LogInToTheRegistry']);
    const withPackages = (await sids(`${yaml}  packages: [sharp]\n`)).filter((sid) => !plain.includes(sid));
    expect(withPackages).toEqual(['SendLargeCode']);
  });

  it('for an image of somebody else are those on its repository, and none to make one', async () => {
    const uri = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/thumbnails:2';
    const { deploy, run } = await policiesOf(
      await Installation.with(`aws_lambda: { runtime: '${uri}' }\n`, {}),
    );
    const onImages = [...deploy.Statement, ...run.Statement].filter(({ Action: [first = ''] }) =>
      /^ecr:(?!GetAuthorizationToken)/.test(first),
    );
    expect(onImages.map(({ Sid, Resource }) => [Sid, Resource])).toEqual(
      ['UseImages', 'BuildImages', 'SeeWhatTagsMean'].map((sid) => [
        sid,
        ['arn:aws:ecr:eu-west-1:123456789012:repository/team/thumbnails'],
      ]),
    );
    expect(actionsOf(deploy)).not.toContain('ecr:CreateRepository');
  });
});
