import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { cloud, executor } from './support/lambda.js';

/** Time that Lambda bills for each request, milliseconds, by its own log. */
async function billedMs(aws: AwsCloud): Promise<readonly number[]> {
  const [created] = aws.requests.filter({ operation: 'CreateFunction' });
  const client = new CloudWatchLogsClient(aws);
  try {
    const command = new FilterLogEventsCommand({
      logGroupName: `/aws/lambda/${created?.functionName}`,
      filterPattern: '"Billed Duration"',
    });
    const { events = [] } = await client.send(command);
    return events.map(({ message }) => Number(/Billed Duration: (\d+) ms/.exec(message ?? '')?.[1]));
  } finally {
    client.destroy();
  }
}

function dollars(milliseconds: readonly number[], perGbSecond: number, memoryMb: number): number {
  return milliseconds.reduce((sum, ms) => sum + (ms / 1000) * (memoryMb / 1024) * perGbSecond + 0.2e-6, 0);
}

describe.skipIf(whyNoS3 !== undefined)(`what jobs on Lambda cost ${whyNoS3 ?? ''}`, () => {
  it('is what Lambda bills for all of their requests, starts of environments included', async () => {
    const aws = await cloud();
    const exec = executor(aws, { runtimeMemoryMb: 512 });
    await exec.map((n: number) => n + 1, [1, 2, 3]);
    const billed = await billedMs(aws);
    expect(billed).toHaveLength(3);
    expect(exec.jobSummary()[0]?.usd).toBeCloseTo(dollars(billed, 0.0000166667, 512), 12);
  });

  it('is less on arm64', async () => {
    const aws = await cloud();
    const exec = executor(aws, { architecture: 'arm64' });
    await exec.map((n: number) => n + 1, [1, 2]);
    const billed = await billedMs(aws);
    expect(exec.jobSummary()[0]?.usd).toBeCloseTo(dollars(billed, 0.0000133334, 256), 12);
  });

  it('counts a request once, however many calls it has', async () => {
    const aws = await cloud();
    const exec = executor(aws);
    await exec.map((n: number) => n + 1, [1, 2, 3, 4], { chunkSize: 4, timeoutMs: 10_000 });
    const billed = await billedMs(aws);
    expect(billed).toHaveLength(1);
    expect(exec.jobSummary()[0]?.usd).toBeCloseTo(dollars(billed, 0.0000166667, 256), 12);
  });

  it('includes attempts that threw, and workers that ended without an answer', async () => {
    const aws = await cloud();
    const exec = executor(aws, {}, { retries: 2 });
    await exec.callAsync((_: number, { attempt }) => {
      if (attempt === 1) throw new RangeError('not yet');
      if (attempt === 2) process.exit(1);
      return attempt;
    }, 1);
    const billed = await billedMs(aws);
    expect(billed).toHaveLength(3);
    expect(exec.jobSummary()[0]?.usd).toBeCloseTo(dollars(billed, 0.0000166667, 256), 12);
  });

  it('is reckoned from the time in the functions where Lambda does not answer', async () => {
    const exec = executor(await cloud(), {}, { monitoring: 'storage' });
    const list = exec.map((n: number) => n + 1, [1, 2, 3]);
    await list;
    const execMs = [...list].map(({ stats }) => Math.ceil(stats.execMs ?? Number.NaN));
    expect(exec.jobSummary()[0]?.usd).toBeCloseTo(dollars(execMs, 0.0000166667, 256), 12);
  });
});
