import {
  CreateFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { FunctionExecutor } from '@lithops/core';
import { builtins, RuntimeAdmin, resolveConfiguration, silentContext, userHash } from '@lithops/core/config';
import { memoryStorage } from '@lithops/core/testing';
import { ceph } from '@lithops/storage-s3';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dockerOf, otherServicesOf } from './support/docker.js';
import { cloud, executor as executorOnCeph, type LambdaOptions, lambda } from './support/lambda.js';

const square = (n: number): number => n * n;
/** An archive without files: it is never run. */
const emptyZip = Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex');
const noSignal = new AbortController().signal;

interface Choice {
  readonly runtime?: string;
  readonly runtimeMemoryMb?: number;
  readonly options?: LambdaOptions;
}

async function admin(aws: AwsCloud, { options, ...choice }: Choice = {}): Promise<RuntimeAdmin> {
  otherServicesOf(aws);
  const runtimes = await RuntimeAdmin.open({
    backend: lambda(aws, options),
    storage: memoryStorage(),
    ...choice,
  });
  onTestFinished(() => runtimes[Symbol.asyncDispose]());
  return runtimes;
}

/** Another client of the account. */
function sdk({ endpoint, region, credentials }: AwsCloud): LambdaClient {
  const client = new LambdaClient({ endpoint, region, credentials });
  onTestFinished(() => client.destroy());
  return client;
}

async function functionsIn(aws: AwsCloud): Promise<readonly (string | undefined)[]> {
  const { Functions = [] } = await sdk(aws).send(new ListFunctionsCommand({}));
  return Functions.map(({ FunctionName }) => FunctionName);
}

async function foreignFunction(aws: AwsCloud, name: string, tags: Record<string, string>): Promise<void> {
  await sdk(aws).send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: `arn:aws:iam::${aws.accountId}:role/lithops`,
      Code: { ZipFile: emptyZip },
      Handler: 'a.handler',
      Runtime: 'nodejs22.x',
      Tags: tags,
    }),
  );
}

describe('runtimes on Lambda', () => {
  it('are listed with their memory, time and image; and images that were built', async () => {
    const aws = await cloud();
    dockerOf(aws);
    const plain = await (await admin(aws, { runtimeMemoryMb: 512 })).deploy(noSignal);
    const runtimes = await admin(aws, { runtime: 'tools' });
    await runtimes.build(undefined, () => undefined, noSignal);
    const ofImage = await runtimes.deploy(noSignal, { timeoutMs: 60_000 });
    await foreignFunction(aws, 'theirs', { lithops: userHash() });
    await foreignFunction(aws, `lithops-${userHash()}-untagged`, {});
    await foreignFunction(aws, 'lithops-ffffff-worker-0123456789abcdef', { lithops: 'ffffff' });
    const listed = await runtimes.list();
    expect(listed.map(({ id, spec }) => [id, spec.name, spec.memoryMb, spec.timeoutMs])).toEqual(
      expect.arrayContaining([
        [plain.id, undefined, 512, 180_000],
        [ofImage.id, 'tools', 256, 60_000],
        [expect.stringMatching(/\.amazonaws\.com\/lithops-[0-9a-f]{6}-tools$/), 'tools', 0, 0],
      ]),
    );
    expect(listed).toHaveLength(3);
  });

  it('are found on every page of a long list', async () => {
    const aws = await cloud();
    const names = Array.from({ length: 60 }, (_, n) => `lithops-${userHash()}-worker-${n}`);
    for (const name of names) await foreignFunction(aws, name, { lithops: userHash() });
    expect(await (await admin(aws)).list()).toHaveLength(60);
  });

  it('are deleted with their log groups', async () => {
    const aws = await cloud();
    const runtimes = await admin(aws);
    const { id } = await runtimes.deploy(noSignal);
    const exec = new FunctionExecutor({ backend: lambda(aws), storage: memoryStorage() });
    await exec.callAsync(square, 1);
    await exec.close();
    const [listed] = await runtimes.list();
    if (listed === undefined) throw new Error('Expected a runtime.');
    await runtimes.delete(listed);
    expect(await functionsIn(aws)).toEqual([]);
    const [logs] = aws.requests.filter({ operation: 'DeleteLogGroup' });
    expect(logs).toMatchObject({ parameters: { logGroupName: `/aws/lambda/${id}` }, status: 200 });
    await expect(runtimes.delete(listed)).resolves.toBeUndefined();
  });

  it('are deleted with the repository that was built for them', async () => {
    const aws = await cloud();
    dockerOf(aws);
    const runtimes = await admin(aws, { runtime: 'tools' });
    await runtimes.build(undefined, () => undefined, noSignal);
    await runtimes.deploy(noSignal);
    for (const one of await runtimes.list()) await runtimes.delete(one);
    expect(await functionsIn(aws)).toEqual([]);
    expect(aws.images.list('us-east-1')).toEqual([]);
  });

  it('of somebody else are not deleted', async () => {
    const aws = await cloud();
    await foreignFunction(aws, 'theirs', {});
    const runtimes = await admin(aws);
    const spec = { name: undefined, memoryMb: 128, timeoutMs: 3000, packages: [], hash: '' };
    await expect(runtimes.delete({ id: 'theirs', spec })).rejects.toMatchObject({
      code: 'LITHOPS_INVALID_ARGUMENT',
    });
    expect(await functionsIn(aws)).toEqual(['theirs']);
  });
});

describe('cleaning on Lambda', () => {
  async function crowded(): Promise<AwsCloud> {
    const aws = await cloud();
    await (await admin(aws)).deploy(noSignal);
    await foreignFunction(aws, 'theirs', { lithops: userHash() });
    await foreignFunction(aws, `lithops-${userHash()}-untagged`, {});
    await foreignFunction(aws, 'lithops-ffffff-worker-0123456789abcdef', { lithops: 'ffffff' });
    for (const owner of [userHash(), 'ffffff'])
      aws.images.create('us-east-1', `lithops-${owner}-image`, new Map([['lithops', owner]]));
    aws.images.create('us-east-1', `lithops-${userHash()}-untagged`);
    aws.images.create('us-east-1', 'theirs');
    return aws;
  }

  const left = async (aws: AwsCloud) => {
    const repositories = aws.images.list('us-east-1').map(({ name }) => name);
    return [...(await functionsIn(aws)), ...repositories].sort();
  };

  async function clean(aws: AwsCloud, all: boolean): Promise<void> {
    const { compute } = resolveConfiguration({ backend: lambda(aws), storage: memoryStorage() }, builtins);
    const backend = await compute.create(silentContext());
    await backend.clean?.({ all });
    await backend.close();
  }

  it("removes what has this user's name and tag, and nothing else", async () => {
    const aws = await crowded();
    await clean(aws, false);
    expect(await left(aws)).toEqual(
      [
        ...[`lithops-${userHash()}-untagged`, 'lithops-ffffff-worker-0123456789abcdef', 'theirs'],
        ...[`lithops-${userHash()}-untagged`, 'lithops-ffffff-image', 'theirs'],
      ].sort(),
    );
  });

  it('removes what is of any user with all', async () => {
    const aws = await crowded();
    await clean(aws, true);
    expect(await left(aws)).toEqual(
      [`lithops-${userHash()}-untagged`, `lithops-${userHash()}-untagged`, 'theirs', 'theirs'].sort(),
    );
  });
});

describe("deploy: 'never' on Lambda", () => {
  const rights = ['lambda:InvokeFunction'];

  /** Keys of somebody who may do nothing else. */
  function program(aws: AwsCloud): Pick<LambdaOptions, 'accessKeyId' | 'secretAccessKey'> {
    const { accessKeyId, secretAccessKey } = aws.identities.addUser('program', rights).credentials;
    return { accessKeyId, secretAccessKey };
  }

  function executor(aws: AwsCloud): FunctionExecutor {
    const backend = lambda(aws, program(aws));
    const exec = new FunctionExecutor({ backend, storage: memoryStorage(), deploy: 'never' });
    onTestFinished(() => exec.close());
    return exec;
  }

  it('uses what lithops runtime deploy has made, with the right to invoke and no other', async () => {
    const aws = await cloud();
    await (await admin(aws)).deploy(noSignal);
    aws.requests.clear();
    expect(await executor(aws).map(square, [1, 2, 3])).toEqual([1, 4, 9]);
    expect([...new Set([...aws.requests].map(({ operation }) => operation))]).toEqual(['Invoke']);
  });

  it('relies on it that events are not run again by Lambda, which is set when the function is made', async () => {
    const aws = await cloud();
    const { id } = await (await admin(aws)).deploy(noSignal);
    const config = await sdk(aws).send(new GetFunctionEventInvokeConfigCommand({ FunctionName: id }));
    expect(config).toMatchObject({ MaximumRetryAttempts: 0 });
  });

  it.skipIf(whyNoS3 !== undefined)(`sends events with that right alone ${whyNoS3 ?? ''}`, async () => {
    const aws = await cloud();
    const { endpoint, credentials } = s3UnderTest();
    const { accessKeyId, secretAccessKey } = credentials;
    const storage = ceph({ endpoint, accessKeyId, secretAccessKey, storageBucket: 'not-used-for-this' });
    await using runtimes = await RuntimeAdmin.open({ backend: lambda(aws), storage });
    await runtimes.deploy(noSignal);
    aws.requests.clear();
    const exec = executorOnCeph(aws, program(aws), { deploy: 'never', monitoring: 'storage' });
    expect(await exec.map(square, [1, 2, 3])).toEqual([1, 4, 9]);
    expect([...new Set([...aws.requests].map(({ operation }) => operation))]).toEqual(['Invoke']);
  });

  it('rejects with LITHOPS_RUNTIME_MISSING and the command where there is none', async () => {
    const aws = await cloud();
    const missing = executor(aws).callAsync(square, 1);
    await expect(missing).rejects.toMatchObject({ code: 'LITHOPS_RUNTIME_MISSING' });
    await expect(missing).rejects.toThrow(
      '`lithops runtime deploy -b aws_lambda --memory 256 --timeout 180`',
    );
    expect([...new Set([...aws.requests].map(({ operation }) => operation))]).toEqual(['Invoke']);
  });

  it('finds the function of an image without asking the registry', async () => {
    const aws = await cloud();
    dockerOf(aws);
    const runtimes = await admin(aws, { runtime: 'tools' });
    await runtimes.build(undefined, () => undefined, noSignal);
    await runtimes.deploy(noSignal);
    aws.requests.clear();
    const exec = new FunctionExecutor({
      backend: lambda(aws),
      storage: memoryStorage(),
      runtime: 'tools',
      deploy: 'never',
    });
    onTestFinished(() => exec.close());
    expect(await exec.callAsync(square, 4)).toBe(16);
    expect([...new Set([...aws.requests].map(({ operation }) => operation))]).toEqual(['Invoke']);
  });
});
