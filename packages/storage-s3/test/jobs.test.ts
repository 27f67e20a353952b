import { FunctionExecutor } from '@lithops/core';
import { inProcess } from '@lithops/core/testing';
import { ceph } from '@lithops/storage-s3';
import { recording } from '@lithops/testing-backends';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { configurationFile } from './support/configuration.js';
import { runProgram } from './support/program.js';
import { openCeph, ownBucket } from './support/store.js';

/** A configuration file as people have it, with the server under test. */
async function configured(bucket: string): Promise<string> {
  const { endpoint, credentials } = s3UnderTest();
  return configurationFile(`
lithops:
  backend: localhost
  storage: ceph
  storage_bucket: ${bucket}
localhost:
  worker_processes: 2
ceph:
  endpoint: ${endpoint}
  access_key_id: ${credentials.accessKeyId}
  secret_access_key: ${credentials.secretAccessKey}
`);
}

async function open(options: ConstructorParameters<typeof FunctionExecutor>[0] = {}) {
  const storage = await openCeph();
  const bucket = await ownBucket(storage);
  const exec = new FunctionExecutor({ configFile: await configured(bucket), ...options });
  onTestFinished(() => exec.close());
  return { storage, bucket, exec };
}

async function keysOf(storage: Awaited<ReturnType<typeof openCeph>>, bucket: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of storage.list(bucket, '')) keys.push(...page.map(({ key }) => key));
  return keys;
}

describe.skipIf(whyNoS3 !== undefined)(`a job on this machine with its data in S3 ${whyNoS3 ?? ''}`, () => {
  it('reads and writes objects in its calls', async () => {
    const { exec, storage, bucket } = await open();
    const texts = await exec.map(
      async (x: number, ctx) => {
        await ctx.storage.putObject(ctx.storage.bucket, `out/${x}`, `call ${x}`);
        return Buffer.from(await ctx.storage.getObject(ctx.storage.bucket, `out/${x}`)).toString();
      },
      [1, 2, 3],
    );
    expect(texts).toEqual(['call 1', 'call 2', 'call 3']);
    expect(Buffer.from(await storage.get(bucket, 'out/2')).toString()).toBe('call 2');
  });

  it('brings statuses and results through the bucket, and leaves nothing there', async () => {
    const { exec, storage, bucket } = await open({ monitoring: 'storage' });
    const results = await exec.map((x: number) => String(x).repeat(100_000), [1, 2, 3, 4]);
    expect(results.map((text) => text.length)).toEqual([100_000, 100_000, 100_000, 100_000]);
    await exec.close();
    expect(await keysOf(storage, bucket)).toEqual([]);
  });

  it('hands CloudObjects from call to call', async () => {
    const { exec } = await open();
    const object = await exec.callAsync(
      (text: string, ctx) => ctx.storage.putCloudObject(text),
      'from a call',
    );
    const text = await exec.callAsync(
      async (given: typeof object, ctx) => Buffer.from(await ctx.storage.getCloudObject(given)).toString(),
      object,
    );
    expect(text).toBe('from a call');
  });

  it('gives the store to executors that calls open, wherever their calls run', async () => {
    const { exec } = await open();
    const keys = await exec.callAsync(async (prefix: string) => {
      const { FunctionExecutor: Nested } = await import('@lithops/core');
      const inner = new Nested();
      try {
        await inner.map(
          (x: number, ctx) => ctx.storage.putObject(ctx.storage.bucket, `inner/${x}`, 'x'),
          [1, 2],
        );
        return await inner.callAsync((p: string, ctx) => ctx.storage.listKeys(ctx.storage.bucket, p), prefix);
      } finally {
        await inner.close();
      }
    }, 'inner/');
    expect(keys).toEqual(['inner/1', 'inner/2']);
  });

  it('makes the bucket when a call is the first to need it', async () => {
    const storage = await openCeph();
    const bucket = `${await ownBucket(storage)}-new`;
    const exec = new FunctionExecutor({ configFile: await configured(bucket) });
    onTestFinished(() => exec.close());
    await exec.callAsync((x: string, ctx) => ctx.storage.putObject(ctx.storage.bucket, x, x), 'first');
    expect(await keysOf(storage, bucket)).toEqual(['first']);
    await storage.delete(bucket, 'first');
  });

  it('fails its calls with what is wrong with the credentials, which the message does not hold', async () => {
    const { endpoint, credentials } = s3UnderTest();
    const { accessKeyId } = credentials;
    const secretAccessKey = 'no-such-secret-key';
    const exec = new FunctionExecutor({
      storage: ceph({ endpoint, accessKeyId, secretAccessKey }),
      config: { lithops: { storage_bucket: 'any-bucket' } },
    });
    onTestFinished(() => exec.close());
    const call = exec.callAsync((key: string, ctx) => ctx.storage.getObject(ctx.storage.bucket, key), 'a');
    const error: unknown = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'LITHOPS_WRONG_CREDENTIALS' });
    expect(String(error)).toContain('"secret_access_key" in section "ceph"');
    expect(String(error)).not.toContain(secretAccessKey);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`the credentials of a configuration ${whyNoS3 ?? ''}`, () => {
  it('are in no argument and no variable of a worker', async () => {
    const { exec } = await open();
    const { secretAccessKey } = s3UnderTest().credentials;
    const seen = await exec.callAsync(async (key: string, ctx) => {
      await ctx.storage.putObject(ctx.storage.bucket, key, key);
      const { readFile } = await import('node:fs/promises');
      const files = ['/proc/self/cmdline', '/proc/self/environ'];
      return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
    }, 'a');
    expect(seen.length).toBeGreaterThan(100);
    expect(seen).not.toContain(secretAccessKey);
  });

  it('are in no payload', async () => {
    const backend = recording(inProcess());
    const { exec } = await open({ backend: backend.plugin });
    const length = await exec.callAsync(async (key: string, ctx) => {
      await ctx.storage.putObject(ctx.storage.bucket, key, key);
      return (await ctx.storage.getObject(ctx.storage.bucket, key)).byteLength;
    }, 'a');
    expect(length).toBe(1);
    const { secretAccessKey } = s3UnderTest().credentials;
    expect(backend.bodies.length).toBeGreaterThan(0);
    for (const body of backend.bodies) expect(Buffer.from(body).includes(secretAccessKey)).toBe(false);
  });

  it('are in no object of a persisted job', async () => {
    const { exec, storage, bucket } = await open({
      persist: true,
      config: { lithops: { data_cleaner: false } },
    });
    await exec.map((x: number) => x * 2, [1, 2, 3]);
    const { secretAccessKey } = s3UnderTest().credentials;
    const keys = await keysOf(storage, bucket);
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(Buffer.from(await storage.get(bucket, key)).includes(secretAccessKey)).toBe(false);
    }
  });
});

describe.skipIf(whyNoS3 !== undefined)(`the SDK ${whyNoS3 ?? ''}`, () => {
  it('is not loaded by a program whose jobs store nothing', async () => {
    const { stdout } = await runProgram('stores-nothing.mjs', await configured('never-made'));
    expect(JSON.parse(stdout)).toEqual({ results: [2, 4], loaded: 0 });
  });

  it('is loaded by a worker when a call first uses the store, and not before', async () => {
    const { exec } = await open({ maxWorkers: 1 });
    const loaded = () => {
      const cache: unknown = Reflect.get(process.getBuiltinModule('node:module'), '_cache');
      return Object.keys(cache ?? {}).filter((file) => /@aws-sdk|storage-s3|smithy/.test(file)).length;
    };
    expect(await exec.callAsync(loaded, undefined)).toBe(0);
    await exec.callAsync((key: string, ctx) => ctx.storage.putObject(ctx.storage.bucket, key, key), 'a');
    expect(await exec.callAsync(loaded, undefined)).toBeGreaterThan(10);
  });
});
