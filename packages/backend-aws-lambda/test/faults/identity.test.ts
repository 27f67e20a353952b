import { inspect } from 'node:util';
import { isLithopsError } from '@lithops/core';
import type { AwsCloud, AwsCredentials } from '@lithops/testing-aws-cloud';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, vi } from 'vitest';
import { cloud, executor, type LambdaOptions } from '../support/lambda.js';
import { profileOfProgram } from '../support/profiles.js';

const double = (n: number): number => n * 2;
const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);

function session(aws: AwsCloud): AwsCredentials {
  const options = { roleName: 'any', sessionName: 'one', allow: ['*'], expiresAt: minutes(60) };
  return aws.identities.addSession(options).credentials;
}

/** What a job with these options fails with: told with its requests, once, and without a secret. */
async function failure(aws: AwsCloud, options: LambdaOptions) {
  const said = vi.spyOn(process.stderr, 'write');
  const error: unknown = await executor(aws, options)
    .callAsync(double, 1)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  const shown = inspect(error, { depth: 20, showHidden: true }) + said.mock.calls.join('\n');
  const { secretAccessKey, sessionToken } = { ...aws.credentials, ...options };
  for (const secret of [aws.credentials.secretAccessKey, secretAccessKey, sessionToken])
    if (secret !== undefined) expect(shown).not.toContain(secret);
  if (!isLithopsError(error)) throw new Error(`Expected an error of Lithops, got ${shown}`);
  return { code: error.code, message: error.message, requests: [...aws.requests].length };
}

describe.skipIf(whyNoS3 !== undefined)(`a wrong identity ${whyNoS3 ?? ''}`, () => {
  it.each<[string, (aws: AwsCloud) => LambdaOptions, string, string]>([
    [
      'access key',
      () => ({ accessKeyId: 'NOBODYS-KEY' }),
      'LITHOPS_WRONG_CREDENTIALS',
      'correct "access_key_id" in section "aws_lambda"',
    ],
    [
      'secret',
      () => ({ secretAccessKey: 'not-the-secret-of-this-key' }),
      'LITHOPS_WRONG_CREDENTIALS',
      'correct "secret_access_key" in section "aws_lambda"',
    ],
    [
      'session token',
      (aws) => ({ ...session(aws), sessionToken: 'not-the-token-of-these-keys' }),
      'LITHOPS_WRONG_CREDENTIALS',
      'in section "aws_lambda"',
    ],
    [
      'region',
      () => ({ region: 'eu-north-1' }),
      'LITHOPS_WRONG_REGION',
      'Correct "region" in section "aws_lambda"',
    ],
    [
      'host',
      () => ({ endpoint: 'http://lambda.nowhere.invalid' }),
      'LITHOPS_SERVICE_UNAVAILABLE',
      'check the network, and the endpoint and region in section "aws_lambda"',
    ],
    [
      'port',
      () => ({ endpoint: 'http://127.0.0.1:1' }),
      'LITHOPS_SERVICE_UNAVAILABLE',
      'no answer (ECONNREFUSED)',
    ],
    [
      'role, which is none',
      () => ({ executionRole: 'lithops' }),
      'LITHOPS_CONFIG',
      'to be the ARN of a role',
    ],
    [
      'role, of another account',
      () => ({ executionRole: 'arn:aws:iam::999999999999:role/lithops' }),
      'LITHOPS_CONFIG',
      '"aws_lambda.execution_role" to be a role of the account that the credentials belong to, not of 999999999999',
    ],
  ])('(%s) is told with what to mend', async (_, options, code, fix) => {
    const aws = await cloud();
    const told = await failure(aws, options(aws));
    expect(told).toMatchObject({ code, message: expect.stringContaining(fix) });
    expect(told.requests).toBeLessThanOrEqual(4);
  });

  it('(expired keys of the configuration) is told with what to mend', async () => {
    const aws = await cloud();
    const keys = session(aws);
    aws.identities.expire(keys);
    expect(await failure(aws, keys)).toMatchObject({
      code: 'LITHOPS_WRONG_CREDENTIALS',
      message: expect.stringMatching(/expired.*remove them there so that the provider chain.*refreshes/),
    });
  });

  it.each(['lambda:CreateFunction', 'lambda:TagResource', 'iam:PassRole', 'lambda:InvokeFunction'])(
    '(no right to %s) is told with that right',
    async (missing) => {
      const rights = [
        'lambda:PutFunctionEventInvokeConfig',
        'lambda:CreateFunction',
        'lambda:TagResource',
        'lambda:GetFunctionConfiguration',
        'lambda:InvokeFunction',
        'iam:PassRole',
      ];
      const aws = await cloud({ allow: rights.filter((right) => right !== missing) });
      const { message } = await failure(aws, {});
      expect(message).toContain(`lack the right ${missing}`);
    },
  );
});

describe.skipIf(whyNoS3 !== undefined)(`credentials that expire in mid-job ${whyNoS3 ?? ''}`, () => {
  const chain = { accessKeyId: undefined, secretAccessKey: undefined, configProfile: 'work' };

  it('are asked for again before that', async () => {
    const aws = await cloud();
    const give = profileOfProgram('work');
    const [first, second] = [session(aws), session(aws)];
    // So near to their end, the SDK takes them and asks for others.
    give(first, minutes(1));
    const exec = executor(aws, chain, { retries: 0 });
    expect(await exec.map(double, [1])).toEqual([2]);
    give(second, minutes(60));
    await vi.waitFor(
      async () => {
        expect(await exec.map(double, [2, 3])).toEqual([4, 6]);
        expect([...aws.requests].at(-1)?.accessKeyId).toBe(second.accessKeyId);
      },
      { timeout: 60_000 },
    );
    aws.identities.expire(first);
    expect(await exec.map(double, [4])).toEqual([8]);
    expect(aws.requests.count({ errorCode: 'ExpiredTokenException' })).toBe(0);
  });

  it('are asked for again when the service refuses them, though they should be good', async () => {
    const aws = await cloud();
    const give = profileOfProgram('work');
    const [first, second] = [session(aws), session(aws)];
    give(first, minutes(60));
    const exec = executor(aws, chain, { retries: 0 });
    expect(await exec.map(double, [1])).toEqual([2]);
    give(second, minutes(60));
    aws.identities.expire(first);
    expect(await exec.map(double, [2, 3])).toEqual([4, 6]);
    expect(aws.requests.count({ errorCode: 'ExpiredTokenException' })).toBeGreaterThan(0);
  });

  it('fail the rest of the job, with what to do, when there are no new ones', async () => {
    const aws = await cloud();
    const keys = session(aws);
    const exec = executor(aws, keys);
    expect(await exec.map(double, [1])).toEqual([2]);
    aws.identities.expire(keys);
    await expect(exec.map(double, [2, 3])).rejects.toMatchObject({
      code: 'LITHOPS_INVOKE_REJECTED',
      message: expect.stringMatching(/expired.*put new access_key_id, secret_access_key and session_token/),
    });
  });
});
