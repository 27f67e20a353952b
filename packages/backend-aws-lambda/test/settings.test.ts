import { FunctionExecutor } from '@lithops/core';
import { memoryStorage } from '@lithops/core/testing';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloud, type LambdaOptions, lambda } from './support/lambda.js';

/** What was asked of Lambda to make the function, with these options. */
async function created(aws: AwsCloud, options: LambdaOptions): Promise<Readonly<Record<string, unknown>>> {
  aws.requests.clear();
  const exec = new FunctionExecutor({ backend: lambda(aws, options), storage: memoryStorage() });
  await exec.callAsync((n: number) => n, 1);
  await exec.close();
  const [request] = aws.requests.filter({ operation: 'CreateFunction' });
  if (request === undefined) throw new Error('Expected a function to be made, got none.');
  return request.parameters;
}

describe('section aws_lambda', () => {
  it('has defaults for all but the role', async () => {
    const aws = await cloud();
    expect(await created(aws, {})).toMatchObject({
      FunctionName: expect.stringMatching(/^lithops-[0-9a-f]{6}-worker-[0-9a-f]{16}$/),
      Role: 'arn:aws:iam::123456789012:role/lithops',
      Handler: 'index.handler',
      Runtime: expect.stringMatching(/^nodejs2[24]\.x$/),
      Architectures: ['x86_64'],
      MemorySize: 256,
      Timeout: 180,
      EphemeralStorage: { Size: 512 },
      Environment: { Variables: {} },
      Tags: { lithops: expect.stringMatching(/^[0-9a-f]{6}$/) },
    });
  });

  it.each<[string, LambdaOptions, object]>([
    ['architecture', { architecture: 'arm64' }, { Architectures: ['arm64'] }],
    ['runtime_memory', { runtimeMemoryMb: 512 }, { MemorySize: 512 }],
    ['runtime_timeout', { runtimeTimeoutMs: 60_000 }, { Timeout: 60 }],
    ['ephemeral_storage', { ephemeralStorageMb: 1024 }, { EphemeralStorage: { Size: 1024 } }],
    [
      'env_vars',
      { envVars: { LEVEL: 3, NAME: 'x' } },
      { Environment: { Variables: { LEVEL: '3', NAME: 'x' } } },
    ],
    ['user_tags', { userTags: { team: 'blue' } }, { Tags: { team: 'blue', lithops: expect.any(String) } }],
    [
      'namespace',
      { namespace: 'blue' },
      { FunctionName: expect.stringMatching(/^lithops-[0-9a-f]{6}-blue-worker-/) },
    ],
    [
      'vpc',
      { vpc: { subnets: ['subnet-1'], security_groups: ['sg-1'] } },
      { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } },
    ],
    [
      'efs',
      {
        vpc: { subnets: ['subnet-1'], security_groups: ['sg-1'] },
        efs: [{ access_point: accessPoint(), mount_path: '/mnt/data' }],
      },
      { FileSystemConfigs: [{ Arn: accessPoint(), LocalMountPath: '/mnt/data' }] },
    ],
  ])('sends %s, and has another function for it', async (_, options, expected) => {
    const aws = await cloud();
    const plain = await created(aws, {});
    const changed = await created(aws, options);
    expect(changed).toMatchObject(expected);
    expect(changed['FunctionName']).not.toBe(plain['FunctionName']);
  });

  it('changes the role of a function that is there', async () => {
    const aws = await cloud({ roles: [{ name: 'lithops' }, { name: 'other' }] });
    await created(aws, {});
    aws.requests.clear();
    const role = 'arn:aws:iam::123456789012:role/other';
    const exec = new FunctionExecutor({
      backend: lambda(aws, { executionRole: role }),
      storage: memoryStorage(),
    });
    onTestFinished(() => exec.close());
    expect(await exec.callAsync((n: number) => n, 1)).toBe(1);
    const [update] = aws.requests.filter({ operation: 'UpdateFunctionConfiguration' });
    expect(update?.parameters).toMatchObject({ Role: role });
  });

  it('goes where region and endpoint say, with the credentials of section aws', async () => {
    const aws = await cloud();
    const { accessKeyId, secretAccessKey } = aws.credentials;
    const exec = new FunctionExecutor({
      config: {
        lithops: { backend: 'aws_lambda', storage: 'aws_s3' },
        aws: { access_key_id: accessKeyId, secret_access_key: secretAccessKey },
        aws_lambda: {
          execution_role: 'arn:aws:iam::123456789012:role/lithops',
          endpoint: aws.endpoint,
          region_name: 'eu-west-1',
        },
      },
    });
    onTestFinished(() => exec.close());
    expect(await exec.callAsync((n: number) => n, 1)).toBe(1);
    expect([...new Set([...aws.requests].map(({ region }) => region))]).toEqual(['eu-west-1']);
  });

  it('has no more calls at once than max_workers says', async () => {
    const aws = await cloud();
    const exec = new FunctionExecutor({ backend: lambda(aws, { maxWorkers: 3 }), storage: memoryStorage() });
    onTestFinished(() => exec.close());
    expect(await exec.map((n: number) => n, [1, 2, 3, 4, 5, 6])).toEqual([1, 2, 3, 4, 5, 6]);
    const [first] = aws.requests.filter({ operation: 'CreateFunction' });
    expect(aws.environmentsOf(first?.functionName ?? '')).toBeLessThanOrEqual(3);
  });
});

describe('a wrong value in section aws_lambda', () => {
  it.each<[LambdaOptions, string]>([
    [{ executionRole: 'lithops' }, '"aws_lambda.execution_role" to be the ARN of a role'],
    [{ accountId: '999999999999' }, 'a role of account 999999999999'],
    [{ runtimeMemoryMb: 20_000 }, '"aws_lambda.runtime_memory" to be at most 10240, got 20000'],
    [{ runtimeTimeoutMs: 1_000_000 }, '"aws_lambda.runtime_timeout" to be at most 900, got 1000'],
    [{ ephemeralStorageMb: 20_000 }, '"aws_lambda.ephemeral_storage" to be at most 10240'],
    [{ envVars: { A: {} } }, '"aws_lambda.env_vars.A" to be a text, got "object"'],
    [{ vpc: { subnets: 'a' } }, '"aws_lambda.vpc.subnets" to be a list of texts'],
    [
      { efs: [{ access_point: 'a', mount_path: '/mnt/a' }] },
      '"aws_lambda.vpc" to be the network of the file systems',
    ],
    [
      { vpc: { subnets: ['a'], security_groups: ['b'] }, efs: [{ access_point: 'a', mount_path: '/data' }] },
      'a path below /mnt',
    ],
    [{ namespace: 'a b' }, '"aws_lambda.namespace" to be 1 to 20 letters'],
  ])('%j is refused before anything is sent', async (options, message) => {
    const aws = await cloud();
    const exec = new FunctionExecutor({ backend: lambda(aws, options), storage: memoryStorage() });
    onTestFinished(() => exec.close());
    await expect(exec.callAsync((n: number) => n, 1)).rejects.toThrow(message);
    expect([...aws.requests]).toEqual([]);
  });

  it.each([{ packages: ['sharp'] }])('%j, which is not there yet, is refused', async (values) => {
    const aws = await cloud();
    const role = 'arn:aws:iam::123456789012:role/lithops';
    const exec = new FunctionExecutor({
      config: {
        lithops: { backend: 'aws_lambda', storage: 'aws_s3' },
        aws_lambda: { execution_role: role, endpoint: aws.endpoint, region: 'us-east-1', ...values },
      },
    });
    onTestFinished(() => exec.close());
    const [key = ''] = Object.keys(values);
    await expect(exec.callAsync((n: number) => n, 1)).rejects.toMatchObject({
      code: 'LITHOPS_UNSUPPORTED',
    });
    await expect(exec.callAsync((n: number) => n, 1)).rejects.toThrow(`"aws_lambda.${key}"`);
  });
});

function accessPoint(): string {
  return 'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0';
}
