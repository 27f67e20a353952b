import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AwsCloud, startAwsCloud } from '../src/index.js';
import { LambdaUnderTest } from './support/lambda-under-test.js';
import { zipOf } from './support/packages.js';
import { isRunning } from './support/processes.js';

let cloud: AwsCloud;
let lambda: LambdaUnderTest;

beforeAll(async () => {
  cloud = await startAwsCloud();
  lambda = new LambdaUnderTest(cloud);
});
afterAll(async () => {
  lambda[Symbol.dispose]();
  await cloud.stop();
});

describe('a handler that throws', () => {
  it('is a FunctionError with type, message and trace', async () => {
    await lambda.create('throws', "throw new RangeError('too far');");
    const { value, functionError, log } = await lambda.invoke('throws');
    expect(functionError).toBe('Unhandled');
    expect(value).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'too far',
      trace: expect.arrayContaining(['RangeError: too far']),
    });
    expect(log).toContain('\tERROR\tInvoke Error');
  });

  it('stays warm', async () => {
    await lambda.create('throws-twice', "throw new Error('again');");
    await lambda.invoke('throws-twice');
    await lambda.invoke('throws-twice');
    expect(cloud.environmentsOf('throws-twice')).toBe(1);
  });
});

describe('a handler whose promise is never settled', () => {
  it('is Runtime.NodeJsExit once there is nothing more to wait for', async () => {
    await lambda.create('never', 'await new Promise(() => {});');
    const { value } = await lambda.invoke('never');
    expect(value).toMatchObject({ errorType: 'Runtime.NodeJsExit' });
  });
});

describe('a runtime that ends', () => {
  it.each([
    ['process.exit(0);', 'without providing a reason'],
    ['process.exit(3);', 'with error: exit status 3'],
    ["process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});", 'with error: signal: killed'],
    ['process.abort();', 'with error: signal: aborted'],
  ])('is Runtime.ExitError after %s', async (body, reason) => {
    const name = `ends-${body.replace(/\W/g, '').slice(0, 30)}`;
    await lambda.create(name, body);
    const { value, functionError, requestId, log } = await lambda.invoke(name);
    expect(functionError).toBe('Unhandled');
    const errorMessage = `RequestId: ${requestId} Error: Runtime exited ${reason}`;
    expect(value).toEqual({ errorType: 'Runtime.ExitError', errorMessage });
    expect(log).toContain(`${errorMessage}\nRuntime.ExitError\n`);
    expect(log).toContain('Status: error\tError Type: Runtime.ExitError');
  });

  it('is followed by a new environment', async () => {
    await lambda.create('ends-once', "if (event === 'end') process.exit(1); return process.pid;");
    const { value: first } = await lambda.invoke('ends-once');
    await lambda.invoke('ends-once', 'end');
    expect((await lambda.invoke('ends-once')).value).not.toBe(first);
    expect(cloud.environmentsOf('ends-once')).toBe(2);
  });

  it('takes what it has started with it', async () => {
    const body = `
      const { spawn } = await import('node:child_process');
      if (event === 'end') process.exit(1);
      return spawn('sleep', ['600'], { stdio: 'ignore' }).pid;`;
    await lambda.create('parent', body);
    const { value: child } = await lambda.invoke('parent');
    await lambda.invoke('parent', 'end');
    await vi.waitFor(() => expect(isRunning(Number(child))).toBe(false));
  });

  it('says what nobody has caught', async () => {
    await lambda.create(
      'rejects',
      "void Promise.reject(new TypeError('lost')); await new Promise(() => {});",
    );
    expect((await lambda.invoke('rejects')).value).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'TypeError: lost',
    });
  });
});

describe('a function over its memory', () => {
  it('is killed, and the REPORT shows that all memory was used', async () => {
    const body =
      'const kept = []; for (;;) { kept.push(Buffer.alloc(8_000_000, 1)); await new Promise(setImmediate); }';
    await lambda.create('memory', body, { MemorySize: 160 });
    const { value, requestId, log } = await lambda.invoke('memory');
    expect(value).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
    });
    expect(log).toContain('Memory Size: 160 MB\tMax Memory Used: 160 MB');
    expect(log).toContain('Error Type: Runtime.OutOfMemory');
  });
});

describe('a function over its time', () => {
  it('is Sandbox.Timedout, busy or not', async () => {
    await lambda.create('waits', 'await new Promise((resolve) => setTimeout(resolve, 60_000));', {
      Timeout: 1,
    });
    await lambda.create('spins', 'for (;;);', { Timeout: 1 });
    for (const name of ['waits', 'spins']) {
      const { value, requestId, log } = await lambda.invoke(name);
      const errorMessage = `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`;
      expect(value).toEqual({ errorType: 'Sandbox.Timedout', errorMessage });
      expect(log).toContain(`${requestId} Task timed out after 1.00 seconds`);
      expect(log).toContain('Status: timeout');
    }
  });
});

describe('a function that cannot start', () => {
  it.each([
    ['no module', { 'other.mjs': '' }, 'Runtime.ImportModuleError'],
    ['a missing import', { 'index.mjs': "import 'nothing';" }, 'Runtime.ImportModuleError'],
    ['no handler', { 'index.mjs': 'export const other = 1;' }, 'Runtime.HandlerNotFound'],
    ['bad syntax', { 'index.mjs': 'export const = 1;' }, 'Runtime.UserCodeSyntaxError'],
    ['a throw', { 'index.mjs': "throw new RangeError('at once');" }, 'RangeError'],
    ['an exit', { 'index.mjs': 'process.exit(4);' }, 'Runtime.ExitError'],
  ])('is an error for %s', async (what, files, errorType) => {
    const name = `cannot-start-${what.replaceAll(' ', '-')}`;
    await lambda.create(name, await zipOf(files));
    const { value, functionError, log } = await lambda.invoke(name);
    expect(functionError).toBe('Unhandled');
    expect(value).toMatchObject({ errorType });
    expect(log).toMatch(/INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error/);
    expect(log).toMatch(/INIT_REPORT Init Duration: [\d.]+ ms\tPhase: invoke\tStatus: error/);
  });

  it.runIf(process.getuid?.() === 0)('is an error for files that only their owner may read', async () => {
    await lambda.create(
      'unreadable',
      await zipOf({ 'index.mjs': 'export const handler = () => 1;' }, 0o100600),
    );
    const { value } = await lambda.invoke('unreadable');
    expect(value).toHaveProperty('errorMessage', expect.stringContaining('EACCES'));
  });
});

describe('a reply over 6 MB', () => {
  it('is Function.ResponseSizeTooLarge', async () => {
    await lambda.create('large', 'return "x".repeat(event);');
    const { value, functionError } = await lambda.invoke('large', 6_291_556);
    expect(functionError).toBe('Unhandled');
    expect(value).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
    expect((await lambda.invoke('large', 6_291_554)).functionError).toBeUndefined();
  });
});
