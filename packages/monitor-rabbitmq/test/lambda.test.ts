import { randomUUID } from 'node:crypto';
import { awsLambda } from '@lithops/backend-aws-lambda';
import { type ExecutorOptions, FunctionExecutor } from '@lithops/core';
import { ceph } from '@lithops/storage-s3';
import { type AwsCloud, startAwsCloud } from '@lithops/testing-aws-cloud';
import { rabbitmqUnderTest, whyNoRabbitmq } from '@lithops/testing-services/rabbitmq';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { until } from './support/gates.js';
import { monitor, numbers } from './support/programs.js';
import { throughProxy } from './support/through-proxy.js';

const whyNot = whyNoRabbitmq ?? whyNoS3;

describe.skipIf(whyNot !== undefined)(`functions of AWS Lambda that tell by RabbitMQ ${whyNot ?? ''}`, () => {
  let aws: AwsCloud;
  beforeAll(async () => {
    aws = await startAwsCloud();
  });
  afterAll(() => aws.stop());

  function open(options: ExecutorOptions = {}): FunctionExecutor {
    const { endpoint, region, credentials, accountId } = aws;
    const s3 = s3UnderTest();
    const exec = new FunctionExecutor({
      backend: awsLambda({
        executionRole: `arn:aws:iam::${accountId}:role/lithops`,
        endpoint,
        region,
        accessKeyId: credentials.accessKeyId,
        secretAccessKey: credentials.secretAccessKey,
      }),
      storage: ceph({ endpoint: s3.endpoint, ...s3.credentials, storageBucket: `test-${randomUUID()}` }),
      monitoring: monitor(),
      maxWorkers: 3,
      progress: false,
      ...options,
    });
    onTestFinished(() => exec.close());
    return exec;
  }

  it('10,000 calls of events come whole', async () => {
    const before = aws.requests.count({ operation: 'Invoke' });
    // A function takes as many calls as could all run to their limit.
    const options = { chunkSize: 20, timeoutMs: 1000 };
    const list = open().map((n: number) => n * 2, numbers(10_000), options);
    expect(await list).toEqual(numbers(10_000).map((n) => n * 2));
    const invoked = aws.requests.filter({ operation: 'Invoke' }).slice(before);
    const kinds = new Set(invoked.map(({ parameters }) => parameters['InvocationType']));
    expect(kinds).toEqual(new Set(['Event']));
  });

  it('results that are too large for a message come by way of the store', async () => {
    const lengths = await open().map((n: number) => 'x'.repeat(n), [10, 1_000_000]);
    expect(lengths.map((text) => text.length)).toEqual([10, 1_000_000]);
  });

  it('see neither URL nor password in their environment', async () => {
    const [names, url] = await open().callAsync(
      (_: number, ctx) => [Object.keys(process.env), ctx.rabbitmq?.amqpUrl] as const,
      0,
    );
    expect(names.filter((name) => /LITHOPS.*CREDENTIALS|RABBIT/.test(name))).toEqual([]);
    expect(url).toBe(rabbitmqUnderTest().url);
  });

  it('that were frozen until the broker gave them up connect anew', async () => {
    const { proxy, amqpUrl } = await throughProxy();
    const exec = open({ monitoring: monitor({ amqpUrl, heartbeatMs: 1000 }), maxWorkers: 1 });
    const pid = await exec.callAsync((_: number) => process.pid, 0);
    await until(() => proxy.open === 1);
    const made = proxy.made;
    expect(await exec.callAsync((_: number) => process.pid, 0)).toBe(pid);
    expect(proxy.made).toBe(made + 1);
  });
});
