import { writeFileSync } from 'node:fs';
import { FunctionExecutor } from '@lithops/core';
import { RuntimeAdmin } from '@lithops/core/config';
import type { StoragePlugin } from '@lithops/core/spec';
import { memoryStorage } from '@lithops/core/testing';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { dockerOf, otherServicesOf, temporaryFolder } from './support/docker.js';
import { cloud, type LambdaOptions, lambda } from './support/lambda.js';
import { silentStore } from './support/silent-store.js';

const square = (n: number): number => n * n;
const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const noSignal = new AbortController().signal;

interface Choice {
  readonly options?: LambdaOptions;
  readonly storage?: StoragePlugin;
}

function executor(aws: AwsCloud, runtime: string, { options, storage = memoryStorage() }: Choice = {}) {
  const exec = new FunctionExecutor({ backend: lambda(aws, options), storage, runtime });
  onTestFinished(() => exec.close());
  return exec;
}

async function build(aws: AwsCloud, runtime: string, dockerfile?: string, { options, storage }: Choice = {}) {
  await using runtimes = await RuntimeAdmin.open({
    backend: lambda(aws, options),
    storage: storage ?? memoryStorage(),
    runtime,
  });
  let output = '';
  await runtimes.build(dockerfile, (text) => (output += text), noSignal);
  return output;
}

/** A repository with an image whose function answers like that. */
function foreignImage(aws: AwsCloud, name: string, answer: string): string {
  aws.images.create('us-east-1', name);
  const folder = temporaryFolder({ 'app.mjs': `export const handler = async () => ${answer};` });
  aws.images.push({ repository: name, folder, handler: 'app.handler' });
  return `${registry}/${name}`;
}

describe('an image that lithops runtime build has made', () => {
  it('has the worker in it, and calls run there', async () => {
    const aws = await cloud();
    const calls = dockerOf(aws);
    expect(await build(aws, 'thumbnails:1')).toContain('pushed');
    expect(await executor(aws, 'thumbnails:1').map(square, [1, 2, 3])).toEqual([1, 4, 9]);
    const [, made] = calls().filter(({ command }) => command !== 'info');
    expect(made?.dockerfile).toMatch(
      /^FROM public\.ecr\.aws\/lambda\/nodejs:2[24]\nWORKDIR \/var\/task\nCOPY /,
    );
    const [created] = aws.requests.filter({ operation: 'CreateFunction' });
    expect(created?.parameters).toMatchObject({
      PackageType: 'Image',
      Code: { ImageUri: expect.stringMatching(/\/lithops-[0-9a-f]{6}-thumbnails@sha256:[0-9a-f]{64}$/) },
      Tags: { lithops: expect.any(String), 'lithops-runtime': 'thumbnails:1' },
    });
    expect(created?.parameters).not.toHaveProperty('Handler');
    expect(created?.parameters).not.toHaveProperty('Runtime');
  });

  it('is made on top of a Dockerfile that knows nothing of Lithops', async () => {
    const aws = await cloud();
    const calls = dockerOf(aws);
    const folder = temporaryFolder({
      Dockerfile: 'FROM public.ecr.aws/lambda/nodejs:22\nCOPY model.txt /var/task/model.txt\nCMD ["theirs"]',
      'model.txt': 'forty-two',
    });
    await build(aws, 'models', `${folder}/Dockerfile`);
    const read = await executor(aws, 'models').callAsync(async (name: string) => {
      const { readFileSync } = await import('node:fs');
      return readFileSync(`${process.env['LAMBDA_TASK_ROOT']}/${name}`, 'utf8');
    }, 'model.txt');
    expect(read).toBe('forty-two');
    expect(calls().map(({ command }) => command)).toEqual(['login', 'build', 'build', 'rmi', 'push']);
    expect(calls()[1]?.args).toEqual(expect.arrayContaining(['--file', `${folder}/Dockerfile`, folder]));
  });

  it.each([
    ['x86_64', 'linux/amd64'],
    ['arm64', 'linux/arm64'],
  ] as const)('is one for the processor of the functions: %s', async (architecture, platform) => {
    const aws = await cloud();
    const calls = dockerOf(aws);
    await build(aws, 'one', undefined, { options: { architecture } });
    expect(calls().find(({ command }) => command === 'build')?.args).toEqual(
      expect.arrayContaining(['--platform', platform]),
    );
  });

  it('goes to a repository of this user, with a password that only standard input sees', async () => {
    const aws = await cloud();
    const calls = dockerOf(aws);
    const output = await build(aws, 'secret');
    const [login] = calls();
    expect(login).toMatchObject({ args: ['--username', 'AWS', '--password-stdin', registry] });
    const password = login?.stdin ?? '';
    expect(password.length).toBeGreaterThan(20);
    expect(JSON.stringify(calls().map(({ args }) => args)) + output).not.toContain(password);
    const [created] = aws.requests.filter({ operation: 'CreateRepository' });
    expect(created?.parameters).toMatchObject({
      repositoryName: expect.stringMatching(/^lithops-[0-9a-f]{6}-secret$/),
      tags: [{ Key: 'lithops', Value: expect.stringMatching(/^[0-9a-f]{6}$/) }],
    });
  });

  it('is used anew under its old tag, by the same function', async () => {
    const aws = await cloud();
    dockerOf(aws);
    const folder = temporaryFolder({ Dockerfile: 'FROM base\nCOPY version /var/task/version', version: '1' });
    await build(aws, 'moving', `${folder}/Dockerfile`);
    await executor(aws, 'moving').map(square, [1]);
    writeFileSync(`${folder}/version`, '2');
    await build(aws, 'moving', `${folder}/Dockerfile`);
    await executor(aws, 'moving').map(square, [1]);
    expect(aws.requests.count({ operation: 'CreateFunction' })).toBe(1);
    expect(aws.requests.count({ operation: 'UpdateFunctionCode' })).toBe(1);
    expect(aws.requests.count({ operation: 'CreateRepository', status: 200 })).toBe(1);
    await executor(aws, 'moving').map(square, [1]);
    expect(aws.requests.count({ operation: 'UpdateFunctionCode' })).toBe(1);
  });

  it('is not made without docker or podman', async () => {
    const aws = await cloud();
    otherServicesOf(aws);
    vi.stubEnv('PATH', temporaryFolder());
    await expect(build(aws, 'one')).rejects.toMatchObject({
      code: 'LITHOPS_CONTAINER_FAILED',
      message: expect.stringContaining('Expected docker or podman on PATH'),
    });
    expect([...aws.requests]).toEqual([]);
  });

  it('is not there when docker could not push it, and its last words say why', async () => {
    const aws = await cloud();
    const calls = dockerOf(aws);
    await expect(build(aws, `${registry}/nobody/has/this:1`)).rejects.toMatchObject({
      code: 'LITHOPS_CONTAINER_FAILED',
      message: expect.stringMatching(/`docker push .*` to succeed, got exit code 1: denied: .*404\.$/),
    });
    expect(aws.requests.count({ operation: 'CreateRepository' })).toBe(0);
    expect(calls().at(-1)?.command).toBe('push');
  });
});

describe('an image that cannot run calls', () => {
  const missing = (aws: AwsCloud, runtime: string, choice?: Choice) =>
    executor(aws, runtime, choice).callAsync(square, 1);

  it('because nobody has built it is LITHOPS_RUNTIME_MISSING, with the command', async () => {
    const aws = await cloud();
    otherServicesOf(aws);
    await expect(missing(aws, 'thumbnails:7')).rejects.toMatchObject({
      code: 'LITHOPS_RUNTIME_MISSING',
      message: expect.stringContaining('`lithops runtime build -b aws_lambda thumbnails:7`'),
    });
    expect(aws.requests.count({ operation: 'CreateFunction' })).toBe(0);
  });

  it.each([
    ['another program', "'hello'", 'an answer that no worker of Lithops gives'],
    ['an error', 'JSON.parse("{")', 'The function ended without an answer'],
    ['a later worker', '({ lithops: "worker", protocol: "99.0", stores: [] })', 'protocol 99.0, where this'],
  ])('because %s is in it is LITHOPS_RUNTIME_INCOMPATIBLE, with the command', async (_, answer, got) => {
    const aws = await cloud();
    otherServicesOf(aws);
    const uri = foreignImage(aws, 'theirs', answer);
    const failing = missing(aws, uri);
    await expect(failing).rejects.toMatchObject({ code: 'LITHOPS_RUNTIME_INCOMPATIBLE' });
    await expect(failing).rejects.toThrow(got);
    await expect(failing).rejects.toThrow(`\`lithops runtime build -b aws_lambda ${uri}\``);
  });

  it('because its worker was built for another store is LITHOPS_RUNTIME_INCOMPATIBLE', async () => {
    const aws = await cloud();
    dockerOf(aws);
    await build(aws, 'storeless');
    const { plugin: storage } = await silentStore();
    await expect(missing(aws, 'storeless', { storage })).rejects.toMatchObject({
      code: 'LITHOPS_RUNTIME_INCOMPATIBLE',
      message: expect.stringContaining('cannot open the store "ceph": it was built with none'),
    });
    await build(aws, 'storeless', undefined, { storage });
    expect(await executor(aws, 'storeless', { storage }).callAsync(square, 3)).toBe(9);
  });

  it.each([
    ['Upper', 'the name of an image, such as thumbnails:1.2'],
    ['a b', 'the name of an image'],
    ['docker.io/library/node:22', 'an image in ECR, because Lambda takes no others'],
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/a', 'an image in us-east-1, where the functions are'],
  ])('because its name is %j is LITHOPS_CONFIG', async (runtime, expected) => {
    const aws = await cloud();
    const failing = missing(aws, runtime);
    await expect(failing).rejects.toMatchObject({ code: 'LITHOPS_CONFIG' });
    await expect(failing).rejects.toThrow(`"aws_lambda.runtime" to be ${expected}`);
    expect([...aws.requests]).toEqual([]);
  });
});
