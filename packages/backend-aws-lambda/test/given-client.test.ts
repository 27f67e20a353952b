import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { withoutNodeWarning } from '@lithops/aws';
import { awsLambda, type GivenClient, withClient } from '@lithops/backend-aws-lambda';
import { FunctionExecutor } from '@lithops/core';
import { inProcess, memoryStorage } from '@lithops/core/testing';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloud } from './support/lambda.js';
import { roleArn } from './support/sections.js';

/** Without keys, and with a region and an endpoint where nobody is. */
const plugin = awsLambda({
  executionRole: roleArn('lithops'),
  region: 'eu-west-1',
  endpoint: 'http://127.0.0.1:1',
});

function executorWith(client: GivenClient): FunctionExecutor {
  const exec = new FunctionExecutor({ backend: withClient(plugin, client), storage: memoryStorage() });
  onTestFinished(() => exec.close());
  return exec;
}

function optionsOf({ endpoint, region, credentials }: AwsCloud) {
  return { endpoint, region, credentials };
}

describe("a client of one's own", () => {
  it('deploys and invokes, and is left open', async () => {
    const aws = await cloud();
    const client = withoutNodeWarning(() => new LambdaClient(optionsOf(aws)));
    onTestFinished(() => client.destroy());
    const exec = executorWith(client);
    expect(await exec.map((n: number) => n + 1, [1, 2])).toEqual([2, 3]);
    await exec.close();
    expect([...aws.requests].map(({ operation }) => operation)).toEqual(
      expect.arrayContaining(['CreateFunction', 'Invoke']),
    );
    expect((await client.send(new ListFunctionsCommand({}))).Functions).toHaveLength(1);
  });

  it('may be options for one, which win over the configuration', async () => {
    const aws = await cloud();
    let asked = 0;
    const credentials = async () => {
      asked++;
      return aws.identities.addUser('ada', undefined, aws.credentials).credentials;
    };
    const exec = executorWith({ ...optionsOf(aws), credentials });
    expect(await exec.map((n: number) => n + 1, [1, 2])).toEqual([2, 3]);
    expect(asked).toBeGreaterThan(0);
    expect(aws.requests.filter({ operation: 'Invoke' })).toMatchObject([
      { callerArn: 'arn:aws:iam::123456789012:user/ada', region: 'us-east-1' },
      { callerArn: 'arn:aws:iam::123456789012:user/ada', region: 'us-east-1' },
    ]);
  });

  it('may be for the backend as a file configures it', async () => {
    const aws = await cloud();
    const exec = new FunctionExecutor({
      backend: withClient(awsLambda, optionsOf(aws)),
      storage: memoryStorage(),
      config: { aws_lambda: { execution_role: roleArn('lithops') } },
    });
    onTestFinished(() => exec.close());
    expect(await exec.callAsync((n: number) => n + 1, 1)).toBe(2);
  });

  it('of another service is refused, and so is another backend', () => {
    const dynamo = { send: () => {}, config: { serviceId: 'DynamoDB' } } as never;
    expect(() => withClient(plugin, dynamo)).toThrow('a client of DynamoDB');
    expect(() => withClient(plugin, undefined as never)).toThrow('got undefined');
    expect(() => withClient(inProcess(), {})).toThrow('Expected awsLambda(…) to give a client to');
  });
});
