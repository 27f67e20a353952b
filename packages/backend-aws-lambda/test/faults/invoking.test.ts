import { faults } from '@lithops/testing-aws-cloud';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, vi } from 'vitest';
import { newJournal, recorded } from '../support/journal.js';
import { cloud, executor } from '../support/lambda.js';
import { networkTo } from '../support/network.js';

const double = (n: number): number => n * 2;
const invokes = { operation: 'Invoke' } as const;

describe.skipIf(whyNoS3 !== undefined)(`an invocation that did not run ${whyNoS3 ?? ''}`, () => {
  it('is sent again when it was one too many, without an attempt being counted', async () => {
    const aws = await cloud({ concurrentExecutions: 2 });
    const exec = executor(aws, { maxWorkers: 10 }, { retries: 0 });
    const inputs = Array.from({ length: 30 }, (_, n) => n);
    expect(await exec.map(double, inputs)).toEqual(inputs.map(double));
    expect(aws.requests.count({ ...invokes, status: 429 })).toBeGreaterThan(0);
  });

  it('is sent again when the service says so, and not before', async () => {
    const aws = await cloud();
    const exec = executor(aws, {}, { retries: 0 });
    await exec.map(double, [1]);
    aws.requests.clear();
    aws.faults.inject(faults.throttled(1), { ...invokes, times: 1 });
    expect(await exec.map(double, [2])).toEqual([4]);
    const [refused, taken] = aws.requests.filter(invokes);
    expect((taken?.arrivedAtMs ?? 0) - (refused?.arrivedAtMs ?? 0)).toBeGreaterThanOrEqual(999);
  });

  it.each([
    [502, 'EC2ThrottledException'],
    [502, 'ENILimitReachedException'],
    [502, 'SubnetIPAddressLimitReachedException'],
    [502, 'ResourceNotReadyException'],
    [409, 'ResourceConflictException'],
    [408, 'EFSMountTimeoutException'],
  ])('is sent again when its place was not ready (%i %s)', async (status, code) => {
    const aws = await cloud();
    const { file, lines } = newJournal();
    aws.faults.inject(faults.serverError(status, code), { ...invokes, times: 2 });
    expect(await executor(aws, {}, { retries: 0 }).map(recorded(file), [1])).toEqual([2]);
    expect(lines()).toEqual(['1']);
  });

  it('fails once and with the words of the service when its place never will be', async () => {
    const aws = await cloud();
    aws.faults.inject(faults.serverError(502, 'KMSDisabledException'), invokes);
    await expect(executor(aws).callAsync(double, 1)).rejects.toMatchObject({
      code: 'LITHOPS_INVOKE_REJECTED',
      message: expect.stringContaining('KMSDisabledException'),
    });
    expect(aws.requests.count(invokes)).toBe(1);
  });

  it('waits for the network to come back', async () => {
    const aws = await cloud();
    const network = await networkTo(aws.endpoint);
    const exec = executor(aws, { endpoint: network.endpoint }, { retries: 0 });
    await exec.map(double, [1]);
    await network.cut();
    const said = vi.spyOn(process.stderr, 'write');
    const list = exec.map(double, [1, 2, 3, 4]);
    await vi.waitFor(() =>
      expect(said.mock.calls.join()).toContain('takes no calls at the moment (unavailable)'),
    );
    await network.mend();
    expect(await list).toEqual([2, 4, 6, 8]);
  });

  it.each(['direct', 'storage'] as const)(
    'goes to a new function when somebody deleted the other (%s)',
    async (monitoring) => {
      const aws = await cloud();
      const exec = executor(aws, {}, { monitoring, retries: 0 });
      await exec.map(double, [1]);
      const [created] = aws.requests.filter({ operation: 'CreateFunction' });
      aws.deleteFunction(created?.functionName ?? '');
      expect(await exec.map(double, [2, 3])).toEqual([4, 6]);
      expect(aws.requests.count({ operation: 'CreateFunction' })).toBe(2);
    },
  );
});

describe.skipIf(whyNoS3 !== undefined)(`an invocation that may have run ${whyNoS3 ?? ''}`, () => {
  it.each([
    ['the reply is lost after the work was done', faults.replyLost(), 2],
    ['the connection is reset', faults.resetBeforeWork(), 1],
    ['the service fails', faults.serverError(500), 1],
    ['the service is not there', faults.serverError(503), 1],
  ])('is an attempt when %s', async (_, fault, runs) => {
    const aws = await cloud();
    const { file, lines } = newJournal();
    const exec = executor(aws);
    aws.faults.inject(fault, { ...invokes, times: 1 });
    const future = exec.callAsync(recorded(file), 1);
    expect(await future).toBe(2);
    expect(lines()).toHaveLength(runs);
    aws.faults.inject(fault, { ...invokes, times: 1 });
    await expect(exec.callAsync(double, 2, { retries: 0 })).rejects.toMatchObject({
      code: 'LITHOPS_WORKER_LOST',
    });
  });

  it.each(['beforeWork', 'afterWork', { duringWorkMs: 100 }] as const)(
    'is an attempt when the worker is killed: %j',
    async (point) => {
      const aws = await cloud();
      aws.faults.inject(faults.workerKilled(point), { ...invokes, times: 1 });
      const nap = (n: number) => new Promise<number>((resolve) => setTimeout(resolve, 500, n * 2));
      expect(await executor(aws).callAsync(nap, 1)).toBe(2);
      expect(aws.requests.count(invokes)).toBe(2);
    },
  );

  it('counts once when an event is delivered twice', async () => {
    const aws = await cloud();
    const { file, lines } = newJournal();
    aws.faults.inject(faults.duplicateDelivery(), invokes);
    const exec = executor(aws, {}, { monitoring: 'storage' });
    expect(await exec.map(recorded(file), [1, 2, 3])).toEqual([2, 4, 6]);
    await vi.waitFor(() => expect(aws.pendingEvents).toBe(0), { timeout: 60_000 });
    expect([...lines()].sort()).toEqual(['1', '1', '2', '2', '3', '3']);
  });
});
