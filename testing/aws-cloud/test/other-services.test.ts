import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { GetFunctionCommand, ListTagsCommand, TagResourceCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsCloud, startAwsCloud } from '../src/index.js';
import { clientConfig, LambdaUnderTest } from './support/lambda-under-test.js';
import { handlerZip } from './support/packages.js';

let cloud: AwsCloud;
let lambda: LambdaUnderTest;

beforeAll(async () => {
  cloud = await startAwsCloud();
  lambda = new LambdaUnderTest(cloud);
});
afterAll(async () => {
  lambda[Symbol.dispose]();
  await cloud.stop();
});

describe('what functions print', () => {
  it('is in CloudWatch Logs, to be found by the id of the request', async () => {
    await lambda.create('prints', "console.log('printed', event); process.stdout.write('raw\\n');");
    const { requestId } = await lambda.invoke('prints', 1);
    await lambda.invoke('prints', 2);
    const logs = new CloudWatchLogsClient(clientConfig(cloud));
    const logGroupName = '/aws/lambda/prints';
    const { events } = await logs.send(
      new FilterLogEventsCommand({ logGroupName, filterPattern: `"${requestId}"` }),
    );
    const messages = (events ?? []).map(({ message }) => message?.replace(/^\S+Z/, 'TIME'));
    expect(messages).toEqual([
      `START RequestId: ${requestId} Version: $LATEST\n`,
      `TIME\t${requestId}\tINFO\tprinted 1\n`,
      `END RequestId: ${requestId}\n`,
      expect.stringContaining(`REPORT RequestId: ${requestId}\t`),
    ]);
    const { logStreams } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime' }),
    );
    expect(logStreams).toHaveLength(1);
    const logStreamName = logStreams?.[0]?.logStreamName ?? '';
    const page = await logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, limit: 2, startFromHead: true }),
    );
    const next = await logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, nextToken: page.nextForwardToken ?? '' }),
    );
    expect([page.events?.length, next.events?.length, next.events?.[0]?.message]).toEqual([2, 8, 'raw\n']);
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    await expect(logs.send(new FilterLogEventsCommand({ logGroupName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    logs.destroy();
  });

  it('is nowhere when the role may not write logs', async () => {
    await using strict = await startAwsCloud({ roles: [{ name: 'lithops', allow: [] }] });
    using client = new LambdaUnderTest(strict);
    await client.create('silent', "console.log('unheard');");
    await client.invoke('silent');
    const logs = new CloudWatchLogsClient(clientConfig(strict));
    await expect(
      logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/silent' })),
    ).rejects.toThrow('does not exist');
    logs.destroy();
  });
});

describe('the container registry', () => {
  it('has repositories and images, of which functions are made', async () => {
    const ecr = new ECRClient(clientConfig(cloud));
    const folder = await mkdtemp(path.join(tmpdir(), 'lithops-image-'));
    await chmod(folder, 0o755);
    await writeFile(path.join(folder, 'app.mjs'), "export const handler = () => 'from an image';");
    const token = await ecr.send(new GetAuthorizationTokenCommand({}));
    const login = Buffer.from(token.authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString(
      'utf8',
    );
    expect(login).toMatch(/^AWS:./);
    const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName: 'lithops/worker' }));
    const uri = `${repository?.repositoryUri}:v1`;
    const Code = { ImageUri: uri };
    const image = { PackageType: 'Image', Code, Runtime: undefined, Handler: undefined } as const;
    await expect(lambda.create('image', '', image)).rejects.toThrow(
      'does not exist. Provide a valid source image.',
    );
    const { digest } = cloud.images.push({
      repository: 'lithops/worker',
      tag: 'v1',
      folder,
      handler: 'app.handler',
    });
    const { imageDetails } = await ecr.send(
      new DescribeImagesCommand({ repositoryName: 'lithops/worker', imageIds: [{ imageTag: 'v1' }] }),
    );
    expect(imageDetails?.[0]?.imageDigest).toBe(digest);
    const batch = await ecr.send(
      new BatchGetImageCommand({
        repositoryName: 'lithops/worker',
        imageIds: [{ imageTag: 'v1' }, { imageTag: 'v2' }],
      }),
    );
    expect([batch.images?.length, batch.failures?.[0]?.failureCode]).toEqual([1, 'ImageNotFound']);
    await lambda.create('image', '', image);
    expect((await lambda.invoke('image')).value).toBe('from an image');
    const { Code: code } = await lambda.client.send(new GetFunctionCommand({ FunctionName: 'image' }));
    expect(code?.ResolvedImageUri).toBe(`${repository?.repositoryUri}@${digest}`);
    await expect(
      ecr.send(new DeleteRepositoryCommand({ repositoryName: 'lithops/worker' })),
    ).rejects.toMatchObject({ name: 'RepositoryNotEmptyException' });
    await ecr.send(new DeleteRepositoryCommand({ repositoryName: 'lithops/worker', force: true }));
    await expect(
      ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['lithops/worker'] })),
    ).rejects.toMatchObject({ name: 'RepositoryNotFoundException' });
    await rm(folder, { recursive: true });
    ecr.destroy();
  });
});

describe('tags', () => {
  it('are those of the creation and those that came after', async () => {
    await lambda.create('tagged', 'return 1;', { Tags: { owner: 'me' } });
    const Resource = `arn:aws:lambda:us-east-1:${cloud.accountId}:function:tagged`;
    await lambda.client.send(new TagResourceCommand({ Resource, Tags: { stage: 'test' } }));
    const { Tags: tags } = await lambda.client.send(new ListTagsCommand({ Resource }));
    expect(tags).toEqual({ owner: 'me', stage: 'test' });
  });
});

describe('the request log', () => {
  it('has service, operation, parameters without bytes, and sizes', async () => {
    const zip = await handlerZip('return 1;');
    await lambda.create('logged', zip, { Tags: { a: 'b' } });
    cloud.requests.clear();
    await lambda.invoke('logged', { secret: 'value' });
    expect([...cloud.requests]).toMatchObject([
      {
        service: 'lambda',
        operation: 'Invoke',
        functionName: 'logged',
        actions: ['lambda:InvokeFunction'],
        parameters: { FunctionName: 'logged', LogType: 'Tail', Payload: { bytes: 18 } },
        requestBytes: 18,
        replyBytes: 1,
        status: 200,
      },
    ]);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`a package in a bucket ${whyNoS3 ?? ''}`, () => {
  it('is fetched from the S3 server, with the keys that functions have as well', async () => {
    const { endpoint, region, credentials } = s3UnderTest();
    await using withS3 = await startAwsCloud({ s3: { endpoint, region, credentials } });
    using client = new LambdaUnderTest(withS3);
    const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    const Bucket = `aws-cloud-${Date.now()}`;
    await s3.send(new CreateBucketCommand({ Bucket }));
    const Body = await handlerZip('return [process.env.AWS_ACCESS_KEY_ID, process.env.AWS_ENDPOINT_URL_S3];');
    await s3.send(new PutObjectCommand({ Bucket, Key: 'function.zip', Body }));
    s3.destroy();
    await client.create('from-bucket', '', { Code: { S3Bucket: Bucket, S3Key: 'function.zip' } });
    expect((await client.invoke('from-bucket')).value).toEqual([credentials.accessKeyId, endpoint]);
    await expect(
      client.create('missing', '', { Code: { S3Bucket: Bucket, S3Key: 'none.zip' } }),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('Error occurred while GetObject. S3 Error Code: NoSuchKey.'),
    });
  });
});
