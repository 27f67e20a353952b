import { FunctionExecutor, Storage } from '@lithops/core';
import { builtins, checkConfiguration } from '@lithops/core/config';
import { ceph, ibmCos, minio } from '@lithops/storage-s3';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { configurationFile } from './support/configuration.js';
import { openCeph, ownBucket } from './support/store.js';

afterEach(() => vi.unstubAllEnvs());

/** As the documents of Lithops for Python show it: nothing in it is for Node.js. */
function pythonFile(bucket: string, keys: { accessKeyId: string; secretAccessKey: string }): string {
  return `
lithops:
    backend: localhost
    storage: aws_s3
    log_level: INFO
    data_cleaner: True

aws:
    region: us-east-1
    access_key_id: ${keys.accessKeyId}
    secret_access_key: ${keys.secretAccessKey}

aws_s3:
    storage_bucket: ${bucket}
    region_name: us-east-1
`;
}

describe.skipIf(whyNoS3 !== undefined)(`a configuration of Lithops for Python ${whyNoS3 ?? ''}`, () => {
  it('works unchanged: the sections lithops, aws and aws_s3', async () => {
    const { endpoint, credentials } = s3UnderTest();
    const store = await openCeph();
    const bucket = await ownBucket(store);
    // Where that is not AWS itself, its users say so by the variable of all AWS tools.
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
    const exec = new FunctionExecutor({
      configFile: await configurationFile(pythonFile(bucket, credentials)),
    });
    onTestFinished(() => exec.close());
    const words = await exec.map(
      async (word: string, ctx) => {
        await ctx.storage.putObject(ctx.storage.bucket, word, word);
        return ctx.storage.bucket;
      },
      ['a', 'b'],
    );
    expect(words).toEqual([bucket, bucket]);
    expect(Buffer.from(await store.get(bucket, 'b')).toString()).toBe('b');
  });

  it('may leave the credentials to the provider chain of the SDK', async () => {
    const { endpoint, credentials } = s3UnderTest();
    const bucket = await ownBucket(await openCeph());
    vi.stubEnv('AWS_ENDPOINT_URL_S3', endpoint);
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    const text = `lithops:\n  backend: localhost\n  storage: aws_s3\naws_s3:\n  storage_bucket: ${bucket}\n`;
    const exec = new FunctionExecutor({ configFile: await configurationFile(text) });
    onTestFinished(() => exec.close());
    const size = await exec.callAsync(async (key: string, ctx) => {
      await ctx.storage.putObject(ctx.storage.bucket, key, '12345');
      return (await ctx.storage.headObject(ctx.storage.bucket, key)).size;
    }, 'a');
    expect(size).toBe(5);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`the sections ceph, minio and ibm_cos ${whyNoS3 ?? ''}`, () => {
  it.each([
    ['ceph', ceph],
    ['minio', minio],
    ['ibm_cos', ibmCos],
  ] as const)('are the same store: %s', async (name, factory) => {
    const { endpoint, credentials } = s3UnderTest();
    const bucket = await ownBucket(await openCeph());
    const plugin = factory({ endpoint, ...credentials, storageBucket: bucket });
    const inCode = new Storage({ storage: plugin });
    const file = `lithops:\n  storage: ${name}\n${name}:\n  endpoint: ${endpoint}\n  access_key_id: ${credentials.accessKeyId}\n  secret_access_key: ${credentials.secretAccessKey}\n  storage_bucket: ${bucket}\n`;
    const inFile = new Storage({ configFile: await configurationFile(file) });
    onTestFinished(async () => {
      await inCode.close();
      await inFile.close();
    });
    await inCode.putObject(inCode.bucket, 'from code', name);
    expect(inFile.bucket).toBe(bucket);
    expect(Buffer.from(await inFile.getObject(bucket, 'from code')).toString()).toBe(name);
  });
});

describe('a section that does not fit', () => {
  const problems = async (text: string): Promise<string> => {
    const configFile = await configurationFile(text);
    return checkConfiguration({ configFile }, builtins)
      .problems.map(({ message }) => message)
      .join('\n');
  };

  it("is told what a server of one's own needs", async () => {
    const told = await problems('lithops:\n  storage: minio\nminio:\n  region: here\n');
    for (const key of ['endpoint', 'access_key_id', 'secret_access_key'])
      expect(told).toContain(`"minio.${key}"`);
  });

  it('is told of a key that is nearly right, and of a value of a wrong type', async () => {
    const told = await problems(
      'lithops:\n  storage: aws_s3\naws_s3:\n  endpont: http://a\n  path_style: 7\n  max_attempts: 0\n',
    );
    expect(told).toContain('Did you mean "endpoint"?');
    expect(told).toContain('aws_s3.path_style');
    expect(told).toContain('a whole number ≥ 1');
  });

  it('never shows a secret', async () => {
    const told = await problems('lithops:\n  storage: aws_s3\naws_s3:\n  secret_access_key: [s3cr3t]\n');
    expect(told).toContain('aws_s3.secret_access_key');
    expect(told).not.toContain('s3cr3t');
  });

  it('is refused when the store is opened with half a pair of keys, or an endpoint that is none', async () => {
    const code = { code: 'LITHOPS_CONFIG' };
    const half = new Storage({ config: { lithops: { storage: 'aws_s3' }, aws_s3: { access_key_id: 'a' } } });
    await expect(half.headBucket('b')).rejects.toMatchObject(code);
    const nowhere = new Storage({
      storage: ceph({ endpoint: 'my-server:9000', accessKeyId: 'a', secretAccessKey: 'b' }),
    });
    await expect(nowhere.headBucket('b')).rejects.toMatchObject({
      ...code,
      message: expect.stringContaining('"ceph.endpoint"'),
    });
  });
});
