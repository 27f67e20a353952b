import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
  paginateListFunctions,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsCloud, startAwsCloud } from '../src/index.js';
import { LambdaUnderTest, roleArn } from './support/lambda-under-test.js';
import { handlerZip, zipOf } from './support/packages.js';

let cloud: AwsCloud;
let lambda: LambdaUnderTest;

beforeAll(async () => {
  cloud = await startAwsCloud({
    roles: [
      { name: 'lithops' },
      { name: 'no-network', allow: ['logs:*'] },
      { name: 'for-batch', trusts: ['batch.amazonaws.com'] },
    ],
  });
  lambda = new LambdaUnderTest(cloud);
});
afterAll(async () => {
  lambda[Symbol.dispose]();
  await cloud.stop();
});

describe('a function that cannot be made', () => {
  const vpc = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
  const fileSystem = {
    Arn: 'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0',
    LocalMountPath: '/mnt/data',
  };
  it.each([
    [
      { MemorySize: 64 },
      'ValidationException',
      "Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
    ],
    [{ MemorySize: 10_241 }, 'ValidationException', "'memorySize'"],
    [{ Timeout: 901 }, 'ValidationException', 'less than or equal to 900'],
    [{ EphemeralStorage: { Size: 511 } }, 'ValidationException', "'ephemeralStorage.size'"],
    [{ Runtime: 'nodejs99.x' }, 'ValidationException', 'Member must satisfy enum value set'],
    [{ Handler: 'in dex.handler' }, 'ValidationException', 'regular expression pattern'],
    [{ FunctionName: 'no spaces' }, 'ValidationException', "'functionName'"],
    [{ FunctionName: 'x'.repeat(65) }, 'ValidationException', 'length less than or equal to 64'],
    [{ Architectures: ['mips'] }, 'ValidationException', 'x86_64, arm64'],
    [{ Environment: { Variables: { '1x': 'y' } } }, 'ValidationException', 'environment.variables.key'],
    [{ Unknown: 1 }, 'ValidationException', 'be known to the service model'],
    [{ Handler: undefined }, 'InvalidParameterValueException', 'Runtime and Handler are mandatory'],
    [
      { Environment: { Variables: { big: 'x'.repeat(4_096) } } },
      'InvalidParameterValueException',
      '4KB limit',
    ],
    [
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      'InvalidParameterValueException',
      'Reserved keys used in this request: AWS_REGION',
    ],
    [
      { FileSystemConfigs: [fileSystem] },
      'InvalidParameterValueException',
      'in a VPC to reference access points',
    ],
    [
      { FileSystemConfigs: [{ ...fileSystem, LocalMountPath: '/data' }], VpcConfig: vpc },
      'ValidationException',
      'localMountPath',
    ],
    [
      { VpcConfig: { SubnetIds: ['subnet-1'] } },
      'InvalidParameterValueException',
      'SubnetIds and SecurityIds must coexist',
    ],
    [
      { VpcConfig: vpc, Role: roleArn.replace('lithops', 'no-network') },
      'InvalidParameterValueException',
      'CreateNetworkInterface',
    ],
    [
      { Role: roleArn.replace('lithops', 'nobody') },
      'InvalidParameterValueException',
      'cannot be assumed by Lambda',
    ],
    [
      { Role: roleArn.replace('lithops', 'for-batch') },
      'InvalidParameterValueException',
      'cannot be assumed by Lambda',
    ],
    [{ Role: 'lithops' }, 'ValidationException', "'role'"],
    [{ Code: {} }, 'InvalidParameterValueException', 'provide a source'],
    [{ Code: { ZipFile: Buffer.from('no zip') } }, 'InvalidParameterValueException', 'Could not unzip'],
  ])('is refused for %j', async (input, name, message) => {
    const zip = await handlerZip('return 1;');
    const parameters = {
      FunctionName: 'refused',
      Role: roleArn,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: zip },
      ...input,
    };
    // Some of these are what the types of the SDK forbid.
    const command = Reflect.construct(CreateFunctionCommand, [parameters]);
    const sent = 'Unknown' in input ? sendRaw(parameters) : lambda.client.send(command);
    await expect(sent).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  /** The SDK leaves out what it does not know. */
  function sendRaw(parameters: object) {
    const client = new LambdaUnderTest(cloud).client;
    client.middlewareStack.add(
      (next) => (call) => {
        Object.assign(Object(call.request), {
          body: JSON.stringify({ ...parameters, Code: { ZipFile: '' } }),
        });
        Object(call.request).headers['content-length'] = String(Buffer.byteLength(Object(call.request).body));
        return next(call);
      },
      { step: 'build', priority: 'low' },
    );
    return client
      .send(Reflect.construct(CreateFunctionCommand, [parameters]))
      .finally(() => client.destroy());
  }

  it('is refused when its package is over 250 MB unzipped', async () => {
    const zip = await zipOf({ 'a.bin': Buffer.alloc(131_072_000), 'b.bin': Buffer.alloc(131_072_001) });
    await expect(lambda.create('large', zip)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'Unzipped size must be smaller than 262144000 bytes',
    });
  });

  it('is refused when its package is over 50 MB zipped', async () => {
    await expect(lambda.create('zipped', Buffer.alloc(52_428_801))).rejects.toMatchObject({
      name: 'RequestEntityTooLargeException',
      $metadata: { httpStatusCode: 413 },
    });
  });

  it('is refused when the account has no more room', async () => {
    await using small = await startAwsCloud({ codeStorageBytes: 100 });
    using client = new LambdaUnderTest(small);
    await expect(client.create('no-room', 'return 1;')).rejects.toMatchObject({
      name: 'CodeStorageExceededException',
    });
  });

  it('is refused when there is one with its name', async () => {
    await lambda.create('twice', 'return 1;');
    await expect(lambda.create('twice', 'return 2;')).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: 'Function already exist: twice',
      $metadata: { httpStatusCode: 409 },
    });
  });
});

describe('an event that is too large', () => {
  it.each([
    ['RequestResponse', 6_291_456],
    ['Event', 1_048_576],
  ] as const)('is refused for %s over %i bytes', async (InvocationType, limit) => {
    await lambda.create(`sizes-${InvocationType}`, 'return 1;');
    const invoke = (bytes: number) =>
      lambda.invoke(`sizes-${InvocationType}`, 'x'.repeat(bytes - 2), { InvocationType });
    await expect(invoke(limit + 1)).rejects.toMatchObject({
      name: 'RequestTooLargeException',
      $metadata: { httpStatusCode: 413 },
    });
    expect((await invoke(limit)).functionError).toBeUndefined();
  });

  it('is refused when it is no JSON', async () => {
    await expect(lambda.invoke('sizes-Event', {}, { Payload: '{' })).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    });
  });
});

describe('a function with states', () => {
  it('is Pending, longer in a VPC, and takes no events until it is Active', async () => {
    await using slow = await startAwsCloud({ durations: { vpcPendingMs: 3_600_000 } });
    using client = new LambdaUnderTest(slow);
    const VpcConfig = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
    await client.create('pending', 'return 1;', { VpcConfig });
    await expect(client.invoke('pending')).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: expect.stringContaining('in the following state: Pending'),
    });
    await client.create('without-vpc', 'return 1;');
    expect((await client.invoke('without-vpc')).value).toBe(1);
    slow.settle('pending');
    await waitUntilFunctionActiveV2(
      { client: client.client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
      { FunctionName: 'pending' },
    );
    expect((await client.invoke('pending')).value).toBe(1);
    const found = await client.client.send(new GetFunctionConfigurationCommand({ FunctionName: 'pending' }));
    expect(found).toMatchObject({ State: 'Active', VpcConfig });
  });

  it('serves what was before until an update is through, and takes no other meanwhile', async () => {
    await using slow = await startAwsCloud({ durations: { updateMs: 3_600_000 } });
    using client = new LambdaUnderTest(slow);
    await client.create('updated', 'return "old";');
    const code = { FunctionName: 'updated', ZipFile: await handlerZip('return "new";') };
    const reply = await client.client.send(new UpdateFunctionCodeCommand(code));
    expect(reply).toMatchObject({ State: 'Active', LastUpdateStatus: 'InProgress' });
    await expect(
      client.client.send(
        new UpdateFunctionConfigurationCommand({ FunctionName: 'updated', MemorySize: 512 }),
      ),
    ).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: expect.stringContaining('An update is in progress for resource: arn:aws:lambda'),
    });
    expect((await client.invoke('updated')).value).toBe('old');
    slow.settle('updated');
    await waitUntilFunctionUpdatedV2(
      { client: client.client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
      { FunctionName: 'updated' },
    );
    expect((await client.invoke('updated')).value).toBe('new');
  });

  it('has a new environment after its configuration was changed', async () => {
    await lambda.create('changed', 'return process.env.COLOUR;');
    expect((await lambda.invoke('changed')).value).toBe(null);
    const Environment = { Variables: { COLOUR: 'red' } };
    await lambda.client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'changed', Environment }),
    );
    expect((await lambda.invoke('changed')).value).toBe('red');
  });

  it('is not found once it was deleted', async () => {
    await lambda.create('deleted', 'return 1;');
    await lambda.client.send(new DeleteFunctionCommand({ FunctionName: 'deleted' }));
    const missing = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } };
    await expect(lambda.invoke('deleted')).rejects.toMatchObject(missing);
    await expect(
      lambda.client.send(new GetFunctionCommand({ FunctionName: 'deleted' })),
    ).rejects.toMatchObject(missing);
  });
});

describe('a list of functions', () => {
  it('comes in pages of fifty at most', async () => {
    await using full = await startAwsCloud();
    using client = new LambdaUnderTest(full);
    const zip = await handlerZip('return 1;');
    const names = Array.from({ length: 53 }, (_, index) => `listed-${String(index).padStart(2, '0')}`);
    for (const name of names) await client.create(name, zip);
    const first = await client.client.send(new ListFunctionsCommand({ MaxItems: 100 }));
    expect(first.Functions).toHaveLength(50);
    const all: (string | undefined)[] = [];
    for await (const page of paginateListFunctions({ client: client.client, pageSize: 20 }, {}))
      all.push(...(page.Functions ?? []).map(({ FunctionName }) => FunctionName));
    expect(all).toEqual(names);
  });
});
