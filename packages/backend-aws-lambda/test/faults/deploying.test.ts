import { faults } from '@lithops/testing-aws-cloud';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { deploy } from '../support/deployment.js';
import { cloud, executor } from '../support/lambda.js';

const double = (n: number): number => n * 2;
const vpc = { subnets: ['subnet-1'], security_groups: ['sg-1'] };

describe.skipIf(whyNoS3 !== undefined)(`deploying a function ${whyNoS3 ?? ''}`, () => {
  it('finds the function that was made, though the reply was lost', async () => {
    const aws = await cloud();
    aws.faults.inject(faults.replyLost(), { operation: 'CreateFunction', times: 1 });
    expect(await executor(aws).map(double, [1])).toEqual([2]);
    expect(aws.requests.count({ operation: 'CreateFunction', status: 201 })).toBe(0);
  });

  it('waits for a role that Lambda does not know yet', async () => {
    const aws = await cloud({ roles: [{ name: 'lithops', assumableAfterMs: 1000 }] });
    expect(await executor(aws).map(double, [1])).toEqual([2]);
    expect(
      aws.requests.count({ operation: 'CreateFunction', errorCode: 'InvalidParameterValueException' }),
    ).toBeGreaterThan(0);
  });

  it.each([
    ['Pending for long', {}, { pendingMs: 3000 }],
    ['Pending in a VPC', { vpc }, { vpcPendingMs: 3000 }],
  ])('invokes nothing before a function that is %s is Active', async (_, options, durations) => {
    const aws = await cloud({ durations });
    expect(await executor(aws, options).map(double, [1, 2])).toEqual([2, 4]);
    expect(aws.requests.count({ operation: 'Invoke' })).toBe(2);
    expect(aws.requests.count({ operation: 'Invoke', status: 200 })).toBe(2);
  });

  it('replaces a function that somebody could not make', async () => {
    const aws = await cloud();
    aws.faults.inject(faults.changeFails(), { operation: 'CreateFunction', times: 1 });
    await expect(executor(aws).map(double, [1])).rejects.toMatchObject({ code: 'LITHOPS_SERVICE_FAILED' });
    expect(await executor(aws).map(double, [1])).toEqual([2]);
    expect(aws.requests.count({ operation: 'DeleteFunction' })).toBe(1);
  });

  it('says why Lambda cannot make a function, and does not try for ever', async () => {
    const aws = await cloud();
    aws.faults.inject(faults.changeFails('InvalidSubnet', 'The subnet subnet-1 does not exist.'));
    const job = executor(aws, { vpc }).map(double, [1, 2, 3]);
    await expect(job).rejects.toThrow(/Failed \(InvalidSubnet\): The subnet subnet-1 does not exist\..*vpc/);
    expect(aws.requests.count({ operation: 'CreateFunction' })).toBe(1);
    expect(aws.requests.count({ operation: 'Invoke' })).toBe(0);
  });

  it('says why Lambda cannot update a function, and does not try for ever', async () => {
    const aws = await cloud({ roles: [{ name: 'lithops' }, { name: 'other' }] });
    await executor(aws).map(double, [1]);
    aws.faults.inject(faults.changeFails('InvalidConfiguration', 'No such key.'));
    const executionRole = `arn:aws:iam::${aws.accountId}:role/other`;
    await expect(executor(aws, { executionRole }).map(double, [1])).rejects.toThrow(
      /Failed \(InvalidConfiguration\): No such key/,
    );
    expect(aws.requests.count({ operation: 'UpdateFunctionConfiguration' })).toBe(1);
  });

  it('is shared with another program that does it at the same time', async () => {
    const aws = await cloud({ durations: { pendingMs: 500 } });
    const results = await Promise.all([executor(aws).map(double, [1]), executor(aws).map(double, [2])]);
    expect(results).toEqual([[2], [4]]);
    expect(aws.requests.count({ operation: 'CreateFunction', status: 201 })).toBe(1);
  });

  it('waits for the update that another program makes at the same time', async () => {
    const aws = await cloud({
      durations: { updateMs: 500 },
      roles: [{ name: 'lithops' }, { name: 'other' }],
    });
    await executor(aws).map(double, [1]);
    const executionRole = `arn:aws:iam::${aws.accountId}:role/other`;
    const both = [executor(aws, { executionRole }), executor(aws, { executionRole })];
    expect(await Promise.all(both.map((exec) => exec.callAsync(double, 3)))).toEqual([6, 6]);
    expect(aws.requests.count({ operation: 'UpdateFunctionConfiguration', status: 200 })).toBe(1);
  });

  it('makes the function anew that somebody deletes meanwhile', async () => {
    const aws = await cloud({ roles: [{ name: 'lithops' }, { name: 'other' }] });
    await executor(aws).map(double, [1]);
    aws.faults.inject(faults.functionDeleted(), { operation: 'UpdateFunctionConfiguration', times: 1 });
    const executionRole = `arn:aws:iam::${aws.accountId}:role/other`;
    expect(await executor(aws, { executionRole }).map(double, [1])).toEqual([2]);
    expect(aws.requests.count({ operation: 'CreateFunction', status: 201 })).toBe(2);
  });
});

describe('a deployment that is refused', () => {
  it.each(['GetFunctionConfiguration', 'CreateFunction'])(
    'goes on when %s is throttled for longer than the SDK tries',
    async (operation) => {
      const aws = await cloud();
      aws.faults.inject(faults.throttled(), { operation, times: 3 });
      await deploy(aws);
      expect(aws.requests.count({ operation, status: 429 })).toBe(3);
      expect(aws.requests.count({ operation: 'CreateFunction', status: 201 })).toBe(1);
    },
  );

  it('goes on after errors inside the service', async () => {
    const aws = await cloud();
    aws.faults.inject(faults.serverError(503), { operation: 'CreateFunction', times: 3 });
    await deploy(aws);
    expect(aws.requests.count({ operation: 'CreateFunction', status: 201 })).toBe(1);
  });

  it('says that it tries a role again that Lambda does not know yet', async () => {
    const aws = await cloud();
    aws.faults.inject(faults.roleNotAssumable(), { operation: 'CreateFunction', times: 1 });
    expect(await deploy(aws)).toEqual([expect.stringContaining('A new role takes some seconds')]);
  });

  it.each([
    ['is not there', []],
    ['trusts another service', [{ name: 'lithops', trusts: ['ec2.amazonaws.com'] }]],
  ])('fails with LITHOPS_CONFIG when the role %s', async (_, roles) => {
    await expect(deploy(await cloud({ roles }), 500)).rejects.toMatchObject({
      code: 'LITHOPS_CONFIG',
      message: expect.stringMatching(/execution_role.*lambda\.amazonaws\.com may assume/),
    });
  });
});
