import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { lithops } from '@lithops/closure/esbuild';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { build, type Format } from 'esbuild';
import { zipSync } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HandlerEvent } from './programs/bundled-handler.js';
import { cloud } from './support/lambda.js';

const program = path.join(import.meta.dirname, 'programs', 'bundled-handler.ts');

/** Bundles the program as its author would. @returns what has to be uploaded */
async function bundled(format: Format): Promise<Record<string, Uint8Array>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lithops-bundled-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await build({
    entryPoints: [program],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format,
    outfile: path.join(folder, format === 'esm' ? 'main.mjs' : 'main.js'),
    plugins: [lithops()],
    logLevel: 'error',
  });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const named = files.map(async (file) => [path.relative(folder, file), await readFile(file)] as const);
  return Object.fromEntries(await Promise.all(named));
}

/** Uploads the program as a function of its own, and calls it. */
async function answerOf(
  aws: AwsCloud,
  files: Record<string, Uint8Array>,
  event: HandlerEvent,
): Promise<unknown> {
  const { endpoint, region, credentials, accountId } = aws;
  const client = new LambdaClient({ endpoint, region, credentials, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  const Role = `arn:aws:iam::${accountId}:role/lithops`;
  await client.send(
    new CreateFunctionCommand({
      FunctionName: 'program',
      Role,
      Runtime: 'nodejs22.x',
      Handler: 'main.handler',
      MemorySize: 512,
      Timeout: 120,
      Code: { ZipFile: zipSync(files) },
    }),
  );
  const reply = await client.send(
    new InvokeCommand({ FunctionName: 'program', Payload: JSON.stringify(event), LogType: 'Tail' }),
  );
  const text = reply.Payload?.transformToString() ?? '';
  if (reply.FunctionError === undefined) return JSON.parse(text);
  throw new Error(`${text}\n${Buffer.from(reply.LogResult ?? '', 'base64')}`);
}

function eventFor({ accountId }: AwsCloud): HandlerEvent {
  const { endpoint, credentials } = s3UnderTest();
  const { accessKeyId, secretAccessKey } = credentials;
  const storageBucket = `test-${randomUUID()}`;
  return {
    factor: 10,
    lambda: { executionRole: `arn:aws:iam::${accountId}:role/lithops` },
    store: { endpoint, accessKeyId, secretAccessKey, storageBucket },
  };
}

describe.skipIf(whyNoS3 !== undefined)(`a bundled program on Lambda ${whyNoS3 ?? ''}`, () => {
  it.each(['cjs', 'esm'] as const)(
    'deploys, maps and stores with nothing but its own files (%s)',
    async (format) => {
      const aws = await cloud();
      const files = await bundled(format);
      expect(await answerOf(aws, files, eventFor(aws))).toEqual({
        scaled: [10, 20, 30],
        shouted: ['ADA! (yes, 8c8d)', 'GRACE! (yes, 15e5)'],
        hashed: '9dd4e461268c8034f5c8564e155c67a6',
        stored: 'kept',
        chained: [11, 12],
      });
      expect(aws.requests.count({ operation: 'CreateFunction' })).toBe(2);
    },
  );

  it('says what is missing when its workers were left behind', async () => {
    const aws = await cloud();
    const files = Object.entries(await bundled('cjs')).filter(
      ([name]) => !name.startsWith('lithops-workers'),
    );
    await expect(answerOf(aws, Object.fromEntries(files), eventFor(aws))).rejects.toThrow(
      /keep the folder .*lithops-workers.* beside it/,
    );
  });

  it('says which workers there are when none is for its store', async () => {
    const aws = await cloud();
    const files = await bundled('cjs');
    const name = 'lithops-workers/workers.json';
    const list = Buffer.from(files[name] ?? [])
      .toString()
      .replaceAll('"ceph"', '"other"');
    await expect(answerOf(aws, { ...files, [name]: Buffer.from(list) }, eventFor(aws))).rejects.toThrow(
      /Expected a worker of aws_lambda with ceph .* found aws_lambda with aws_s3 or other/,
    );
  });
});
