import { isLithopsError } from '@lithops/core';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { configurationOf, Installation } from './support/command.js';
import { cloud, executor } from './support/lambda.js';

/** Logs are another service than Lambda, which the SDK finds by itself. */
async function cloudWithLogs(options: Parameters<typeof cloud>[0] = {}): Promise<AwsCloud> {
  const aws = await cloud(options);
  vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  return aws;
}

describe.skipIf(whyNoS3 !== undefined)(`logs of calls on Lambda ${whyNoS3 ?? ''}`, () => {
  it('are what the call wrote, though they come seconds later', async () => {
    const exec = executor(await cloudWithLogs({ logDelayMs: 1500 }));
    const future = exec.callAsync((name: string) => {
      console.log(`Hello ${name}`);
      process.stderr.write('and to stderr\n');
      return name;
    }, 'Ada');
    await future;
    expect((await future.logs()).split('\n').sort()).toEqual(['', 'Hello Ada', 'and to stderr']);
  });

  it('are told apart where calls share an activation', async () => {
    const aws = await cloudWithLogs();
    const exec = executor(aws);
    const say = (n: number): void => console.log(`number ${n}`);
    const list = exec.map(say, [1, 2, 3, 4], { chunkSize: 2, timeoutMs: 10_000 });
    await list;
    expect(aws.requests.count({ operation: 'Invoke' })).toBe(2);
    expect(await Promise.all([...list].map((future) => future.logs()))).toEqual([
      'number 1\n',
      'number 2\n',
      'number 3\n',
      'number 4\n',
    ]);
  });

  it('are told apart where calls run at the same time', async () => {
    const exec = executor(await cloudWithLogs(), { workerProcesses: 2 });
    const list = exec.map(
      async (n: number) => {
        for (let round = 0; round < 20; round++) {
          process.stdout.write(`${n}`);
          await new Promise((resolve) => setTimeout(resolve, 2));
          console.log(` in round ${round}`);
        }
        process.stdout.write(`end of ${n}`);
      },
      [1, 2],
      { chunkSize: 2 },
    );
    await list;
    const logs = await Promise.all([...list].map((future) => future.logs()));
    const rounds = Array.from({ length: 20 }, (_, round) => round);
    expect(logs).toEqual(
      [1, 2].map((n) => `${rounds.map((round) => `${n} in round ${round}\n`).join('')}end of ${n}\n`),
    );
  });

  it('are those of all attempts', async () => {
    const exec = executor(await cloudWithLogs(), {}, { retries: 1 });
    const future = exec.callAsync((_: number, ctx) => {
      console.log(`attempt ${ctx.attempt}`);
      if (ctx.attempt === 1) process.exit(1);
    }, 1);
    await future;
    expect(await future.logs()).toMatch(/^attempt 1\n[\s\S]*attempt 2\n$/);
  });

  it('name the right that is missing to read them', async () => {
    const exec = executor(await cloudWithLogs({ allow: ['lambda:*', 'iam:PassRole'] }));
    const future = exec.callAsync((n: number) => n, 1);
    await future;
    await expect(future.logs()).rejects.toMatchObject({
      code: 'LITHOPS_ACCESS_DENIED',
      message: expect.stringContaining('lack the right logs:FilterLogEvents: add it on arn:aws:logs:'),
    });
  });
});

describe.skipIf(whyNoS3 !== undefined)(`lithops logs on Lambda ${whyNoS3 ?? ''}`, () => {
  /** The id of the request of a call that killed its worker, as its error names it. */
  async function failedRequest(aws: AwsCloud): Promise<string> {
    const exec = executor(aws, {}, { retries: 0 });
    const failed: unknown = await exec
      .callAsync(() => {
        console.log('last words');
        process.exit(3);
      }, 1)
      .catch((error: unknown) => error);
    await exec.close();
    const [, requestId] = /\(request ([\w-]+)\)/.exec(isLithopsError(failed) ? failed.message : '') ?? [];
    if (requestId === undefined) throw new Error(`Expected an error with a request, got ${failed}.`);
    return requestId;
  }

  it('get prints the log of the request that an error names, whichever function it was of', async () => {
    const aws = await cloudWithLogs({ logDelayMs: 1500 });
    const requestId = await failedRequest(aws);
    const user = await Installation.with(configurationOf(aws, 'unused'), aws.env);
    const { code, stdout, stderr } = await user.lithops('logs', 'get', requestId);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      new RegExp(
        `^START RequestId: ${requestId}[\\s\\S]*last words\n[\\s\\S]*REPORT RequestId: ${requestId}.*\n$`,
      ),
    );
  });

  it('get says that there is none, and in which way it looked', async () => {
    const aws = await cloud();
    const user = await Installation.with(configurationOf(aws, 'unused'), aws.env);
    const { code, stderr } = await user.lithops('logs', 'get', 'a-request', '--wait', '0.1');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^LITHOPS_LOG_NOT_FOUND: .*"a-request" in CloudWatch \(\/aws\/lambda\/lithops-…\)/,
    );
  });

  it('poll prints each line once', async () => {
    const aws = await cloudWithLogs();
    const requestId = await failedRequest(aws);
    const user = await Installation.with(configurationOf(aws, 'unused'), aws.env);
    const args = ['logs', 'poll', requestId, '--interval', '0.1', '--limit', '0.5'];
    const { code, stdout } = await user.lithops(...args);
    expect(code).toBe(0);
    expect(stdout.match(/last words/g)).toHaveLength(1);
  });
});
