import { readdirSync } from 'node:fs';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AwsCloud, startAwsCloud } from '../src/index.js';
import { LambdaUnderTest } from './support/lambda-under-test.js';
import { zipOf } from './support/packages.js';

describe('a function that was deployed', () => {
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

  it('runs as an ES module', async () => {
    await lambda.create(
      'module',
      await zipOf({ 'index.mjs': 'export const handler = async ({ name }) => "Hello " + name + "!";' }),
    );
    expect((await lambda.invoke('module', { name: 'Ada' })).value).toBe('Hello Ada!');
  });

  it('runs as CommonJS, with modules that are in its package and a callback', async () => {
    const zip = await zipOf({
      'dist/index.js':
        "const { greet } = require('greeter'); exports.handler = (event, context, done) => done(null, greet(event));",
      'node_modules/greeter/index.js': "exports.greet = (name) => 'Hello ' + name;",
    });
    await lambda.create('common', zip, { Handler: 'dist/index.handler' });
    expect((await lambda.invoke('common', 'Bob')).value).toBe('Hello Bob');
  });

  it('is found by the variables alone', async () => {
    await lambda.create('by-variables', 'return 1;');
    for (const [name, value] of Object.entries(cloud.env)) vi.stubEnv(name, value);
    const client = new LambdaClient();
    try {
      const found = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'by-variables' }));
      expect(found).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful', Runtime: 'nodejs22.x' });
    } finally {
      client.destroy();
      vi.unstubAllEnvs();
    }
  });

  it('sees the variables of the service and its own, and nothing of this process', async () => {
    await lambda.create('variables', 'return process.env;', { Environment: { Variables: { MINE: 'yes' } } });
    const { value } = await lambda.invoke('variables');
    expect(value).toMatchObject({
      MINE: 'yes',
      AWS_LAMBDA_FUNCTION_NAME: 'variables',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: cloud.endpoint,
      AWS_SESSION_TOKEN: expect.any(String),
    });
    expect(value).not.toHaveProperty('NODE_PATH');
    expect(value).not.toHaveProperty('HOME');
    expect(value).not.toHaveProperty('VITEST');
  });

  it('has no modules of this project', async () => {
    await lambda.create('alone', "return import('yazl').then(() => 'found', (error) => error.code);");
    expect((await lambda.invoke('alone')).value).toBe('ERR_MODULE_NOT_FOUND');
  });

  it('is told about itself by its context', async () => {
    await lambda.create('context', 'return { ...context, left: context.getRemainingTimeInMillis() };');
    const { value, requestId } = await lambda.invoke('context');
    expect(value).toMatchObject({
      awsRequestId: requestId,
      functionName: 'context',
      memoryLimitInMB: '256',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:context',
    });
    expect(value).toHaveProperty(
      'left',
      expect.toSatisfy((left: number) => left > 0 && left <= 60_000),
    );
  });

  it('keeps its memory and its temporary files while it is warm', async () => {
    await lambda.create(
      'warm',
      await zipOf({
        'index.mjs': `
          import { appendFileSync, readFileSync } from 'node:fs';
          import { tmpdir } from 'node:os';
          let calls = 0;
          export function handler() {
            appendFileSync(tmpdir() + '/notes', 'x');
            return { calls: ++calls, notes: readFileSync(tmpdir() + '/notes', 'utf8') };
          }`,
      }),
    );
    await lambda.invoke('warm');
    expect((await lambda.invoke('warm')).value).toEqual({ calls: 2, notes: 'xx' });
    expect(cloud.environmentsOf('warm')).toBe(1);
  });

  it('may read its package and not write there', async () => {
    await lambda.create(
      'read-only',
      "const fs = await import('node:fs'); try { fs.writeFileSync(process.env.LAMBDA_TASK_ROOT + '/new', ''); return 'written'; } catch (error) { return error.code; }",
    );
    const asRoot = process.getuid?.() === 0;
    expect((await lambda.invoke('read-only')).value).toBe(asRoot ? 'EACCES' : 'written');
  });

  it('says in the log how long it took, and how long the start', async () => {
    await lambda.create('reports', "console.log('to be\\nor not'); return 1;");
    const cold = await lambda.invoke('reports');
    const warm = await lambda.invoke('reports');
    expect(cold.log).toMatch(
      new RegExp(
        `^START RequestId: ${cold.requestId} Version: \\$LATEST\n\\S+\t${cold.requestId}\tINFO\tto be\ror not\n` +
          `END RequestId: ${cold.requestId}\nREPORT RequestId: ${cold.requestId}\tDuration: [\\d.]+ ms\t` +
          'Billed Duration: \\d+ ms\tMemory Size: 256 MB\tMax Memory Used: \\d+ MB\tInit Duration: [\\d.]+ ms\t\n$',
      ),
    );
    expect(warm.log).not.toContain('Init Duration');
  });
});

describe('a double that is stopped', () => {
  it('leaves no process and no file', async () => {
    const cloud = await startAwsCloud();
    using lambda = new LambdaUnderTest(cloud);
    await lambda.create('idle', 'return [process.pid, process.env.LAMBDA_TASK_ROOT];');
    const { value } = await lambda.invoke('idle');
    const [pid, folder] = Array.isArray(value) ? value : [];
    expect(readdirSync(String(folder))).toEqual(['index.mjs']);
    await cloud.stop();
    expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
    expect(() => readdirSync(String(folder))).toThrow('ENOENT');
  });
});
