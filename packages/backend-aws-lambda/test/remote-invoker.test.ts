import { type AwsCloud, faults } from '@lithops/testing-aws-cloud';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { cloud, executor } from './support/lambda.js';

const inputs = Array.from({ length: 20 }, (_, n) => n);
const double = (n: number): number => n * 2;

function remotely(aws: AwsCloud, retries?: number) {
  return executor(
    aws,
    { remoteInvoker: true },
    { monitoring: 'storage', ...(retries !== undefined && { retries }) },
  );
}

function invocations(aws: AwsCloud, type: 'Event' | 'RequestResponse'): number {
  return aws.requests
    .filter({ operation: 'Invoke' })
    .filter(({ parameters }) => parameters['InvocationType'] === type).length;
}

describe.skipIf(whyNoS3 !== undefined)(`the remote invoker on Lambda ${whyNoS3 ?? ''}`, () => {
  it('sends the calls of a map in one request of the client', async () => {
    const aws = await cloud();
    expect(await remotely(aws).map(double, inputs)).toEqual(inputs.map(double));
    expect(invocations(aws, 'Event')).toBe(20);
    expect(invocations(aws, 'RequestResponse')).toBeLessThan(5);
  });

  it('takes storage monitoring when nothing is said, and refuses replies', async () => {
    const aws = await cloud();
    const exec = executor(aws, { remoteInvoker: true });
    expect(await exec.map(double, [1, 2])).toEqual([2, 4]);
    const direct = executor(aws, { remoteInvoker: true }, { monitoring: 'direct' });
    await expect(direct.map(double, [1])).rejects.toMatchObject({ code: 'LITHOPS_UNSUPPORTED' });
  });

  it('has what was throttled there sent again, without an attempt being counted', async () => {
    const aws = await cloud();
    const exec = remotely(aws, 0);
    await exec.map(double, [1]);
    // The first is that of the client.
    for (const nth of [3, 5, 8]) aws.faults.inject(faults.throttled(), { operation: 'Invoke', nth });
    expect(await exec.map(double, inputs)).toEqual(inputs.map(double));
    expect(aws.requests.count({ operation: 'Invoke', status: 429 })).toBe(3);
  });

  it('tells which right the role of the functions lacks', async () => {
    const exec = remotely(await cloud({ roles: [{ name: 'lithops', allow: ['logs:*'] }] }), 0);
    await expect(exec.map(double, [1, 2])).rejects.toThrow(/"Action":"lambda:InvokeFunction"/);
  });

  it('makes calls attempts where nobody knows whether they were sent', async () => {
    const aws = await cloud();
    const exec = remotely(aws);
    await exec.map(double, [1]);
    aws.faults.inject(faults.replyLost(), { operation: 'Invoke', times: 1 });
    expect(await exec.map(double, inputs)).toEqual(inputs.map(double));
  });
});
