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

  it.each([
    [64, 'at least 128, got 64'],
    [99_999, 'at most 10240, got 99999'],
  ])('so is memory of %d MB that one job asks for', async (runtimeMemoryMb, message) => {
    const aws = await cloud();
    const exec = new FunctionExecutor({ backend: lambda(aws), storage: memoryStorage() });
    onTestFinished(() => exec.close());
    const refused = exec.map((n: number) => n, [1], { runtimeMemoryMb });
    await expect(refused).rejects.toThrow(`"aws_lambda.runtime_memory" to be ${message}`);
    const asked = aws.requests.filter({ operation: 'CreateFunction' });
    expect(asked.map(({ parameters }) => parameters['MemorySize'])).not.toContain(runtimeMemoryMb);
  });
});
