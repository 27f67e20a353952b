import { LambdaClient } from '@aws-sdk/client-lambda';
import { withoutNodeWarning } from '@lithops/aws';
import { FunctionExecutor } from '@lithops/core';
import { memoryStorage } from '@lithops/core/testing';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { describe, expect, it, onTestFinished } from 'vitest';
import { InvocationRequests } from '../src/invoke/http/invocation-requests.js';
import { cloud, lambda } from './support/lambda.js';

const limits = { sockets: 10, connectTimeoutMs: 60_000, answerTimeoutMs: 60_000 };
const anHourMs = 3_600_000;

/** Invocations that are signed with keys of sessions: a new one each time the provider is asked, as long as there are any. */
function requestsWithSessions(aws: AwsCloud, count: number) {
  const expiresAt = new Date(Date.now() + anHourMs);
  const sessions = Array.from({ length: count }, (_, number) =>
    aws.identities.addSession({ roleName: 'any', sessionName: `session-${number}`, allow: ['*'], expiresAt }),
  ).map(({ credentials }) => credentials);
  let asked = 0;
  const next = async () => {
    const credentials = sessions[Math.min(asked, count - 1)];
    if (credentials === undefined) throw new Error('Expected at least one session.');
    asked++;
    return { ...credentials, expiration: expiresAt };
  };
  const { endpoint, region } = aws;
  const client = withoutNodeWarning(() => new LambdaClient({ endpoint, region, credentials: next }));
  const requests = new InvocationRequests(client, limits);
  onTestFinished(() => {
    requests.close();
    client.destroy();
  });
  return { client, requests, sessions, asked: () => asked };
}

async function functionOf(aws: AwsCloud): Promise<string> {
  const exec = new FunctionExecutor({ backend: lambda(aws), storage: memoryStorage() });
  onTestFinished(() => exec.close());
  await exec.callAsync((n: number) => n, 1);
  const [created] = aws.requests.filter({ operation: 'CreateFunction' });
  aws.requests.clear();
  return created?.functionName ?? '';
}

function dryRunOf(functionName: string) {
  const headers = { 'x-amz-invocation-type': 'DryRun' };
  return { functionName, headers, payload: Buffer.from('{}'), signal: new AbortController().signal };
}

describe('credentials that expire while a job runs', () => {
  it('are asked for again, once, and what was refused goes again', async () => {
    const aws = await cloud();
    const dryRun = dryRunOf(await functionOf(aws));
    const { requests, sessions, asked } = requestsWithSessions(aws, 2);
    await requests.send(dryRun);
    aws.identities.expire(sessions[0] ?? aws.credentials);
    const answers = await Promise.all([1, 2, 3, 4].map(() => requests.send(dryRun)));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    expect(asked()).toBe(2);
    expect(aws.requests.count({ errorCode: 'ExpiredTokenException' })).toBe(4);
  });

  it('fail what is signed with them when there are no others', async () => {
    const aws = await cloud();
    const dryRun = dryRunOf(await functionOf(aws));
    const { requests, sessions } = requestsWithSessions(aws, 1);
    aws.identities.expire(sessions[0] ?? aws.credentials);
    await expect(requests.send(dryRun)).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    expect(aws.requests.count({ operation: 'unknown' })).toBe(1);
  });
});

describe('an invocation', () => {
  it('is dated by the clock of the service, as far as the SDK knows it', async () => {
    const aws = await cloud();
    const dryRun = dryRunOf(await functionOf(aws));
    const { client, requests } = requestsWithSessions(aws, 1);
    client.config.systemClockOffset = anHourMs;
    await expect(requests.send(dryRun)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining('Signature not yet current'),
    });
    client.config.systemClockOffset = 0;
    expect((await requests.send(dryRun)).status).toBe(204);
  });
});
