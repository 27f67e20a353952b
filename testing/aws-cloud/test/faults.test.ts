import { PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AwsCloud, faults, startAwsCloud } from '../src/index.js';
import { LambdaUnderTest } from './support/lambda-under-test.js';
import { Meeting } from './support/meeting.js';

let cloud: AwsCloud;
let lambda: LambdaUnderTest;

beforeEach(async () => {
  cloud = await startAwsCloud({ eventRetryDelaysMs: [0, 0] });
  lambda = new LambdaUnderTest(cloud);
});
afterEach(async () => {
  lambda[Symbol.dispose]();
  await cloud.stop();
});

/** What the function did is in its log: it says so each time. */
async function workDone(name: string): Promise<number> {
  return Number((await lambda.invoke(name, 'count')).value);
}

/** Counts its work in a file of its own, for all environments. */
const counting = (folder: string) => `
  const fs = await import('node:fs');
  const file = ${JSON.stringify(folder)};
  if (event === 'count') return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').length : 0;
  fs.appendFileSync(file, 'x');
  if (event.fail) throw new Error('as asked');
  return 'done';`;

async function createCounting(name: string): Promise<void> {
  await lambda.create(`${name}-where`, "return process.env.TMPDIR + '/work';");
  const { value } = await lambda.invoke(`${name}-where`);
  await lambda.create(name, counting(String(value)));
}

describe('a fault of the connection', () => {
  it('throttles, in so many requests', async () => {
    await createCounting('throttled');
    cloud.faults.inject(faults.throttled(), { operation: 'Invoke', functionName: 'throttled', times: 2 });
    for (let time = 0; time < 2; time += 1)
      await expect(lambda.invoke('throttled')).rejects.toMatchObject({
        name: 'TooManyRequestsException',
        Reason: 'CallerRateLimitExceeded',
      });
    expect(await workDone('throttled')).toBe(0);
  });

  it('is an error of the service, in the n-th request', async () => {
    await createCounting('broken');
    cloud.faults.inject(faults.serverError(502, 'EC2UnexpectedException'), {
      functionName: 'broken',
      nth: 2,
    });
    expect((await lambda.invoke('broken')).value).toBe('done');
    await expect(lambda.invoke('broken')).rejects.toMatchObject({
      name: 'EC2UnexpectedException',
      $metadata: { httpStatusCode: 502 },
    });
    expect(await workDone('broken')).toBe(1);
  });

  it('resets before the work', async () => {
    await createCounting('reset');
    cloud.faults.inject(faults.resetBeforeWork(), { functionName: 'reset', times: 1 });
    await expect(lambda.invoke('reset')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await workDone('reset')).toBe(0);
  });

  it('loses a reply after the work', async () => {
    await createCounting('lost');
    cloud.faults.inject(faults.replyLost(), { functionName: 'lost', times: 1 });
    await expect(lambda.invoke('lost')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await workDone('lost')).toBe(1);
    expect(cloud.requests.filter({ functionName: 'lost' })[1]?.status).toBeUndefined();
  });

  it('comes in the same requests for the same seed', async () => {
    await createCounting('seeded');
    const pattern = async () => {
      const stop = cloud.faults.inject(faults.throttled(), {
        functionName: 'seeded',
        probability: 0.5,
        seed: 7,
      });
      const outcomes: boolean[] = [];
      for (let time = 0; time < 12; time += 1)
        outcomes.push(
          await lambda.invoke('seeded').then(
            () => true,
            () => false,
          ),
        );
      stop();
      return outcomes;
    };
    const first = await pattern();
    expect(new Set(first).size).toBe(2);
    expect(await pattern()).toEqual(first);
  });
});

describe('a fault of the execution', () => {
  it.each([
    ['beforeWork', 0],
    ['afterWork', 1],
  ] as const)('kills the worker %s', async (point, done) => {
    await createCounting('killed');
    cloud.faults.inject(faults.workerKilled(point), { functionName: 'killed', times: 1 });
    const { value, functionError } = await lambda.invoke('killed');
    expect(functionError).toBe('Unhandled');
    expect(value).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('signal: killed'),
    });
    expect(await workDone('killed')).toBe(done);
  });

  it('kills the worker during its work', async () => {
    await lambda.create('during', 'await new Promise((resolve) => setTimeout(resolve, 60_000));');
    cloud.faults.inject(faults.workerKilled({ duringWorkMs: 50 }), { functionName: 'during' });
    expect((await lambda.invoke('during')).value).toMatchObject({ errorType: 'Runtime.ExitError' });
  });

  it('makes a start slow', async () => {
    await createCounting('slow');
    cloud.faults.inject(faults.slowStart(300), { functionName: 'slow' });
    const startedAt = performance.now();
    await lambda.invoke('slow');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(299);
  });

  it('deletes the function just before', async () => {
    await createCounting('gone');
    cloud.faults.inject(faults.functionDeleted(), { operation: 'Invoke', functionName: 'gone' });
    await expect(lambda.invoke('gone')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('has a role that Lambda does not know yet', async () => {
    cloud.faults.inject(faults.roleNotAssumable(), { operation: 'CreateFunction', times: 1 });
    await expect(lambda.create('early', 'return 1;')).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The role defined for the function cannot be assumed by Lambda.',
    });
    await lambda.create('early', 'return 1;');
  });
});

describe('an asynchronous event', () => {
  const asEvent = { InvocationType: 'Event', LogType: 'None' } as const;

  /** Nothing is under way any more. */
  async function settled(): Promise<void> {
    await vi.waitFor(() => expect(cloud.pendingEvents).toBe(0), { timeout: 60_000 });
  }

  it('is done once, and the reply does not wait for it', async () => {
    await using meeting = await Meeting.of(2);
    await lambda.create('later', 'await fetch(event);');
    await lambda.invoke('later', meeting.url, asEvent);
    await meeting.arrived(1);
    expect(cloud.pendingEvents).toBe(1);
    meeting.letGo();
    await settled();
  });

  it('comes up to two times more when it fails, or as often as the function says', async () => {
    await createCounting('fails');
    await lambda.invoke('fails', { fail: true }, asEvent);
    await settled();
    expect(await workDone('fails')).toBe(3);
    await lambda.client.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: 'fails',
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
      }),
    );
    await lambda.invoke('fails', { fail: true }, asEvent);
    await settled();
    expect(await workDone('fails')).toBe(4);
  });

  it('is delivered twice when that fault is on', async () => {
    await createCounting('twice');
    cloud.faults.inject(faults.duplicateDelivery(), { functionName: 'twice', times: 1 });
    await lambda.invoke('twice', {}, asEvent);
    await settled();
    expect(await workDone('twice')).toBe(2);
  });
});
