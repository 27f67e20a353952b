import { LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { configurationOf, Installation } from './support/command.js';
import { cloud, executor } from './support/lambda.js';
import { actionsOf, policiesOf, userWith } from './support/policies.js';

const increment = (n: number): number => n + 1;

/** Of the policies of clients: what no request of these tests needs, and why it is granted all the same. */
const unused: Readonly<Record<string, string>> = {
  'ecr:DeleteRepository': 'lithops clean --all needs it where images were built: see the rights for images',
  'ecr:ListTagsForResource': 'lithops clean --all and runtime list need it there',
};
/** What is asked of everybody and granted to nobody in particular. */
const withoutRight = ['sts:GetCallerIdentity'];

describe.skipIf(whyNoS3 !== undefined)(`the rights of clients ${whyNoS3 ?? ''}`, () => {
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
    await home.lithops('runtime', 'list');
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
