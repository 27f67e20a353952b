import { readFile } from 'node:fs/promises';
import { LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { configurationOf, Installation } from './support/command.js';
import { cloud, executor } from './support/lambda.js';
import { actionsOf, policiesOf } from './support/policies.js';

const increment = (n: number): number => n + 1;

/** Of the policies of clients: what no request of these tests needs, and why it is granted all the same. */
const unused: Readonly<Record<string, string>> = {
  'ecr:DeleteRepository': 'lithops clean --all needs it where images were built',
  'ecr:ListTagsForResource': 'lithops clean --all and runtime list need it where images were built',
};
/** What is asked of everybody and granted to nobody in particular. */
const withoutRight = ['sts:GetCallerIdentity'];

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
    expect(withImage).toEqual(['UseImages', 'BuildImages', 'LogInToTheRegistry']);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`the rights of clients ${whyNoS3 ?? ''}`, () => {
  /** A user of that cloud who may do just that. */
  function userWith(aws: AwsCloud, name: string, actions: readonly string[]) {
    const { credentials } = aws.identities.addUser(name, actions);
    return {
      keys: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey },
      environment: {
        ...aws.env,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
      asked: () =>
        [...aws.requests]
          .filter(({ accessKeyId }) => accessKeyId === credentials.accessKeyId)
          .flatMap(({ actions: needed }) => needed),
    };
  }

  async function policies() {
    return await policiesOf(await Installation.with('', {}));
  }

  /** Somebody else puts other code into a function. */
  async function changeCode(aws: AwsCloud): Promise<void> {
    const [created] = aws.requests.filter({ operation: 'CreateFunction' });
    const client = new LambdaClient(aws);
    // A zip archive without a file in it.
    const ZipFile = Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex');
    await client.send(new UpdateFunctionCodeCommand({ FunctionName: created?.functionName, ZipFile }));
    client.destroy();
  }

  it('are what all that Lithops does for them needs, and no more', async () => {
    const { deploy, run, tools } = await policies();
    const granted = actionsOf(deploy, run, tools).filter((action) => !action.startsWith('s3:'));
    const aws = await cloud({ s3: s3UnderTest(), roles: [{ name: 'lithops' }, { name: 'other' }] });
    const user = userWith(aws, 'ada', granted);
    vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const future = executor(aws, user.keys).callAsync(increment, 1);
    await future;
    await future.logs();
    await changeCode(aws);
    await executor(aws, user.keys).map(increment, [1]);
    const executionRole = `arn:aws:iam::${aws.accountId}:role/other`;
    await executor(aws, { ...user.keys, executionRole }).map(increment, [1]);
    await executor(aws, user.keys, { monitoring: 'storage' }).map(increment, [1]);
    const home = await Installation.with(configurationOf(aws, 'unused'), user.environment);
    await home.lithops('logs', 'get', 'none', '--wait', '0.1');
    await home.lithops('doctor');
    await home.lithops('clean', '--all');
    const needed = [...new Set(user.asked())].filter((action) => !withoutRight.includes(action)).sort();
    expect(needed).toEqual(granted.filter((action) => unused[action] === undefined));
    expect([...aws.requests].filter(({ errorCode }) => /AccessDenied/.test(errorCode ?? ''))).toEqual([]);
  });

  it('to run alone are enough for functions that are deployed', async () => {
    const { deploy, run } = await policies();
    const aws = await cloud();
    const deployer = userWith(aws, 'deployer', actionsOf(deploy, run));
    await executor(aws, deployer.keys).map(increment, [1]);
    const runner = userWith(aws, 'runner', actionsOf(run));
    expect(await executor(aws, runner.keys).map(increment, [1, 2])).toEqual([2, 3]);
    expect(runner.asked()).not.toContain('lambda:CreateFunction');
  });

  it('to deploy in a network include a look at it', async () => {
    const vpc = '  vpc: { subnets: [subnet-1], security_groups: [sg-1] }\n';
    const home = await Installation.with(`aws_lambda:\n${vpc}`, {});
    const { deploy, run } = await policiesOf(home);
    const aws = await cloud();
    const user = userWith(aws, 'ada', actionsOf(deploy, run));
    const network = { vpc: { subnets: ['subnet-1'], security_groups: ['sg-1'] } };
    expect(await executor(aws, { ...user.keys, ...network }).map(increment, [1])).toEqual([2]);
    expect(user.asked()).toEqual(expect.arrayContaining(['ec2:DescribeSubnets', 'ec2:DescribeVpcs']));
  });

  it('that are missing are named', async () => {
    const { run } = await policies();
    const aws = await cloud();
    const runner = userWith(aws, 'runner', actionsOf(run));
    const running = executor(aws, runner.keys).map(increment, [1]);
    await expect(running).rejects.toThrow(/lack the right lambda:CreateFunction: add it on arn:aws:lambda:/);
    const almost = userWith(aws, 'almost', [
      ...actionsOf(run).filter((action) => action !== 'lambda:PutFunctionEventInvokeConfig'),
      ...['iam:PassRole', 'lambda:CreateFunction', 'lambda:TagResource'],
    ]);
    const deploying = executor(aws, almost.keys).map(increment, [1]);
    await expect(deploying).rejects.toThrow(/lack the right lambda:PutFunctionEventInvokeConfig: add it on/);
  });
});
