import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetAccountSettingsCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsCloud, type AwsCredentials, startAwsCloud } from '../src/index.js';
import { clientConfig, LambdaUnderTest, roleArn } from './support/lambda-under-test.js';

let cloud: AwsCloud;

beforeAll(async () => {
  cloud = await startAwsCloud({
    roles: [{ name: 'lithops' }, { name: 'visitor', trusts: ['aws'], allow: ['lambda:List*'] }],
  });
});
afterAll(() => cloud.stop());

interface Change {
  readonly credentials?: AwsCredentials;
  readonly region?: string;
  readonly systemClockOffset?: number;
}

async function listFunctions(change: Change) {
  const client = new LambdaClient({ ...clientConfig(cloud), ...change });
  try {
    return await client.send(new ListFunctionsCommand({}));
  } finally {
    client.destroy();
  }
}

async function whoAmI(change: Change) {
  const client = new STSClient({ ...clientConfig(cloud), ...change });
  try {
    return await client.send(new GetCallerIdentityCommand({}));
  } finally {
    client.destroy();
  }
}

describe('a signature', () => {
  it('is accepted with whatever it is about: ARNs in paths, queries, JSON and forms', async () => {
    using lambda = new LambdaUnderTest(cloud);
    await lambda.create('signed', 'return event;');
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:signed';
    expect((await lambda.invoke(arn, 'é*()!')).value).toBe('é*()!');
    await lambda.client.send(new ListFunctionsCommand({ MaxItems: 5, Marker: 'YT09Kyc=' }));
    expect(await whoAmI({})).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/tester',
    });
  });

  it.each([
    [
      'another secret',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      () => ({ credentials: { ...cloud.credentials, secretAccessKey: 'wrong' } }),
    ],
    [
      'an unknown key',
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      () => ({ credentials: { ...cloud.credentials, accessKeyId: 'AKIAUNKNOWN' } }),
    ],
    [
      'a token of nobody',
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      () => ({ credentials: { ...cloud.credentials, sessionToken: 'x' } }),
    ],
    [
      'a clock that is behind',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      () => ({ systemClockOffset: -360_000 }),
    ],
    [
      'a clock that is ahead',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      () => ({ systemClockOffset: 360_000 }),
    ],
    [
      'a region that is none',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      () => ({ region: 'nowhere-1' }),
    ],
  ])('is refused with %s', async (_what, json, query, change) => {
    await expect(listFunctions(change())).rejects.toMatchObject({
      name: json,
      $metadata: { httpStatusCode: 403 },
    });
    await expect(whoAmI(change())).rejects.toMatchObject({ name: query, $metadata: { httpStatusCode: 403 } });
  });

  it('is refused once the body is another', async () => {
    using lambda = new LambdaUnderTest(cloud);
    lambda.client.middlewareStack.add(
      (next) => (call) => {
        Object.assign(Object(call.request), { body: '"replaced"' });
        return next(call);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await expect(lambda.invoke('signed', 'original')).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });

  it('is needed', async () => {
    const reply = await fetch(`${cloud.endpoint}/2015-03-31/functions`);
    expect([reply.status, reply.headers.get('x-amzn-errortype')]).toEqual([
      403,
      'MissingAuthenticationTokenException',
    ]);
  });
});

describe('temporary credentials', () => {
  it('are those of a role, and expire', async () => {
    const sts = new STSClient(clientConfig(cloud));
    const { Credentials: keys } = await sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn.replace('lithops', 'visitor'), RoleSessionName: 'test' }),
    );
    sts.destroy();
    const credentials = {
      accessKeyId: keys?.AccessKeyId ?? '',
      secretAccessKey: keys?.SecretAccessKey ?? '',
      sessionToken: keys?.SessionToken ?? '',
    };
    expect((await whoAmI({ credentials })).Arn).toBe('arn:aws:sts::123456789012:assumed-role/visitor/test');
    await listFunctions({ credentials });
    cloud.identities.expire(credentials);
    await expect(listFunctions({ credentials })).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    await expect(whoAmI({ credentials })).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  it('of a function are those of its role', async () => {
    using lambda = new LambdaUnderTest(cloud);
    await lambda.create(
      'keys',
      'const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = process.env; return { accessKeyId, secretAccessKey, sessionToken };',
    );
    const { value } = await lambda.invoke('keys');
    expect((await whoAmI({ credentials: Object(value) })).Arn).toBe(
      'arn:aws:sts::123456789012:assumed-role/lithops/keys',
    );
  });
});

describe('a user with few permissions', () => {
  it('is refused what it may not do, by the name of the action', async () => {
    await using strict = await startAwsCloud({ allow: ['lambda:CreateFunction', 'iam:PassRole'] });
    using lambda = new LambdaUnderTest(strict);
    await lambda.create('allowed', 'return 1;');
    await expect(lambda.invoke('allowed')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        'is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1',
      ),
    });
    await expect(lambda.client.send(new GetAccountSettingsCommand({}))).rejects.toThrow(
      'lambda:GetAccountSettings',
    );
    expect(strict.requests.actions()).toEqual([
      'iam:PassRole',
      'lambda:CreateFunction',
      'lambda:GetAccountSettings',
      'lambda:InvokeFunction',
    ]);
  });
});

describe('a role', () => {
  it('is found with who may assume it', async () => {
    const iam = new IAMClient(clientConfig(cloud));
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: 'lithops' }));
    expect(role?.Arn).toBe(roleArn);
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toContain('lambda.amazonaws.com');
    await expect(iam.send(new GetRoleCommand({ RoleName: 'none' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    iam.destroy();
  });
});

describe('regions', () => {
  it('have their own functions', async () => {
    using lambda = new LambdaUnderTest(cloud);
    await lambda.create('here', 'return 1;');
    const { Functions: there } = await listFunctions({ region: 'eu-west-1' });
    expect(there).toEqual([]);
  });
});
