import { PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it, vi } from 'vitest';
import { startAwsCloud } from '../src/index.js';
import { LambdaUnderTest } from './support/lambda-under-test.js';
import { Meeting } from './support/meeting.js';
import { processState } from './support/processes.js';

describe('events at the same time', () => {
  it('have an environment each, and its own temporary folder', async () => {
    await using cloud = await startAwsCloud();
    using lambda = new LambdaUnderTest(cloud);
    await using meeting = await Meeting.of(3);
    await lambda.create('together', 'await fetch(event); return [process.pid, process.env.TMPDIR];');
    const replies = await Promise.all([1, 2, 3].map(() => lambda.invoke('together', meeting.url)));
    const [pids, folders] = [0, 1].map((at) => new Set(replies.map(({ value }) => Object(value)[at])));
    expect([pids?.size, folders?.size]).toEqual([3, 3]);
    expect(cloud.environmentsOf('together')).toBe(3);
  });
});

describe('an environment between events', () => {
  it('is frozen with all that it has started, and goes on with the next event', async () => {
    await using cloud = await startAwsCloud();
    using lambda = new LambdaUnderTest(cloud);
    const body = `
      const { spawn } = await import('node:child_process');
      globalThis.child ??= spawn('sleep', ['600'], { stdio: 'ignore' }).pid;
      return [process.pid, globalThis.child];`;
    await lambda.create('frozen', body);
    const { value: pids } = await lambda.invoke('frozen');
    // The kernel stops a process a moment after it was told to.
    for (const pid of Object.values(Object(pids)))
      await vi.waitFor(() => expect(processState(Number(pid))).toBe('T'));
    expect((await lambda.invoke('frozen')).value).toEqual(pids);
  });
});

describe('one event too many', () => {
  it('is refused, as the account has no more places', async () => {
    await using cloud = await startAwsCloud({ concurrentExecutions: 2 });
    using lambda = new LambdaUnderTest(cloud);
    await using meeting = await Meeting.of(3);
    await lambda.create('busy', 'await fetch(event); return 1;');
    const running = [lambda.invoke('busy', meeting.url), lambda.invoke('busy', meeting.url)];
    await meeting.arrived(2);
    await expect(lambda.invoke('busy', meeting.url)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    });
    meeting.letGo();
    await Promise.all(running);
    expect((await lambda.invoke('busy', meeting.url)).value).toBe(1);
  });

  it('is refused, as the function has no more places reserved', async () => {
    await using cloud = await startAwsCloud();
    using lambda = new LambdaUnderTest(cloud);
    await lambda.create('reserved', 'return 1;');
    const reserve = (count: number) =>
      lambda.client.send(
        new PutFunctionConcurrencyCommand({ FunctionName: 'reserved', ReservedConcurrentExecutions: count }),
      );
    await reserve(0);
    await expect(lambda.invoke('reserved')).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    await expect(reserve(901)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('below its minimum value of [100]'),
    });
  });
});

describe('environments that share processes', () => {
  it('are apart in memory and variables, and die alone', async () => {
    await using cloud = await startAwsCloud({ environments: { shared: 2 } });
    using lambda = new LambdaUnderTest(cloud);
    await using meeting = await Meeting.of(4);
    const body = `
      if (event === 'exit') process.exit(5);
      if (event === 'grow') { const kept = []; for (;;) kept.push(new Array(100_000).fill({})); }
      globalThis.calls = (globalThis.calls ?? 0) + 1;
      console.log('in thread');
      await fetch(event);
      return [process.pid, globalThis.calls, process.env.TMPDIR];`;
    await lambda.create('shared', body);
    const replies = await Promise.all([1, 2, 3, 4].map(() => lambda.invoke('shared', meeting.url)));
    const column = (at: number) => new Set(replies.map(({ value }) => Object(value)[at]));
    expect([column(0).size, [...column(1)], column(2).size]).toEqual([2, [1], 4]);
    for (const { log, requestId } of replies) expect(log).toContain(`\t${requestId}\tINFO\tin thread\n`);
    expect((await lambda.invoke('shared', 'exit')).value).toHaveProperty(
      'errorMessage',
      expect.stringContaining('exit status 5'),
    );
    expect((await lambda.invoke('shared', 'grow')).value).toHaveProperty(
      'errorMessage',
      expect.stringContaining('signal: killed'),
    );
    meeting.letGo();
    expect((await lambda.invoke('shared', meeting.url)).functionError).toBeUndefined();
  });
});
