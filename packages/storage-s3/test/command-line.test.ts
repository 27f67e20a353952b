import { CreateMultipartUploadCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { userHash } from '@lithops/core/config';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lithops } from './support/lithops.js';
import { openCeph, ownBucket } from './support/store.js';

const good = { code: 0, stderr: '' };

describe.skipIf(whyNoS3 !== undefined)(`lithops storage on S3 ${whyNoS3 ?? ''}`, () => {
  it('puts, lists, gets, deletes and empties', async () => {
    const bucket = await ownBucket(await openCeph());
    for (const key of ['raw/1', 'raw/2', 'other'])
      expect(await lithops(bucket, ['storage', 'put', '-', '-k', key], {}, key)).toMatchObject(good);
    const listed = await lithops(bucket, ['storage', 'list', '--json']);
    expect(listed).toMatchObject(good);
    const keys = JSON.parse(listed.stdout).map(({ key }: { readonly key: string }) => key);
    expect(keys).toEqual(['other', 'raw/1', 'raw/2']);
    expect(await lithops(bucket, ['storage', 'get', 'raw/2'])).toEqual({ ...good, stdout: 'raw/2' });
    expect(await lithops(bucket, ['storage', 'delete', bucket, '-p', 'raw/'])).toMatchObject(good);
    expect((await lithops(bucket, ['storage', 'get', 'raw/2'])).stderr).toContain('no object "raw/2"');
    expect(await lithops(bucket, ['storage', 'empty', bucket, '--yes'])).toMatchObject(good);
    expect(JSON.parse((await lithops(bucket, ['storage', 'list', '--json'])).stdout)).toEqual([]);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`lithops clean on S3 ${whyNoS3 ?? ''}`, () => {
  const own = `lithops.jobs/${userHash()}-0lz4k9x2q7w3e1/M0001/result/00000000.01`;
  const foreign = 'lithops.jobs/zzzzzz-0lz4k9x2q7w3e1/M0001/result/00000000.01';

  function client(): S3Client {
    const made = new S3Client({ ...s3UnderTest(), forcePathStyle: true });
    onTestFinished(() => made.destroy());
    return made;
  }

  it('deletes what a crash left of this user: objects, and uploads that never ended', async () => {
    const store = await openCeph();
    const bucket = await ownBucket(store);
    const s3 = client();
    for (const Key of [own, foreign, 'photos/1.jpg']) {
      await store.put(bucket, Key, Buffer.from('x'));
      await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key }));
    }
    const young = await lithops(bucket, ['clean', '--json']);
    expect(JSON.parse(young.stdout)).toEqual([]);
    const cleaned = await lithops(bucket, ['clean', '--all', '--json']);
    expect(cleaned).toMatchObject(good);
    expect(JSON.parse(cleaned.stdout)).toMatchObject([
      { what: 'run', objects: 1 },
      { what: 'unfinished write', name: `${bucket}/${own}` },
    ]);
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(Uploads.map(({ Key }) => Key)).toEqual([foreign, 'photos/1.jpg']);
    await expect(store.head(bucket, own)).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
    expect((await store.head(bucket, foreign)).size).toBe(1);
  });

  it('has nothing to clean where there is no bucket', async () => {
    expect(await lithops('test-no-such-bucket', ['clean', '--json'])).toEqual({ ...good, stdout: '[]\n' });
  });
});

describe.skipIf(whyNoS3 !== undefined)(`lithops doctor on S3 ${whyNoS3 ?? ''}`, () => {
  interface Finding {
    readonly check: string;
    readonly level: string;
    readonly message: string;
    readonly fix?: string;
  }

  async function findings(bucket: string, environment: Readonly<Record<string, string>> = {}) {
    const { stdout } = await lithops(bucket, ['doctor', '--json'], environment);
    const all: readonly Finding[] = JSON.parse(stdout).findings;
    return all.filter(({ check }) => check === 'storage');
  }

  it('finds service, credentials and bucket well, and the round trip of an object', async () => {
    const bucket = await ownBucket(await openCeph());
    const found = await findings(bucket);
    const messages = found.filter(({ level }) => level === 'ok').map(({ message }) => message);
    expect(messages).toContainEqual(`${s3UnderTest().endpoint} answers, and takes the configured keys`);
    expect(messages).toContainEqual(
      expect.stringContaining(`put, get, list and delete in bucket "${bucket}"`),
    );
    expect(found.filter(({ level }) => level === 'problem')).toEqual([]);
  });

  it('warns of an SDK that will leave this Node.js behind, where it will', async () => {
    const bucket = await ownBucket(await openCeph());
    const warnings = (await findings(bucket)).filter(({ level }) => level === 'warning');
    const isOld = process.versions.node.startsWith('20.');
    expect(warnings.map(({ message }) => message)).toEqual(
      isOld ? [expect.stringContaining('AWS SDK from January 2027')] : [],
    );
  });

  it.each([
    ['a secret that is wrong', { LITHOPS__CEPH__SECRET_ACCESS_KEY: 'wr0ngwr0ng' }, 'ceph.secret_access_key'],
    ['a key that is unknown', { LITHOPS__CEPH__ACCESS_KEY_ID: 'nobody' }, 'ceph.access_key_id'],
    ['an endpoint that nobody answers', { LITHOPS__CEPH__ENDPOINT: 'http://127.0.0.1:9' }, 'ceph.endpoint'],
  ])('names the key that mends %s', async (_, environment, key) => {
    const [first, ...rest] = await findings('test-any', environment);
    expect(first).toMatchObject({ level: 'problem', fix: expect.stringContaining(`config set ${key} `) });
    expect(rest).toEqual([]);
    expect(first?.message).not.toContain('wr0ng');
  });

  it('does not send people who do not reach AWS to look for another endpoint, and says it once', async () => {
    const { stdout } = await lithops('test-any', ['doctor', '--json'], {
      LITHOPS_STORAGE: 'aws_s3',
      LITHOPS__AWS_S3__REGION: 'nowhere-1',
      LITHOPS__AWS_S3__ACCESS_KEY_ID: 'a',
      LITHOPS__AWS_S3__SECRET_ACCESS_KEY: 'b',
    });
    const all: readonly Finding[] = JSON.parse(stdout).findings;
    const problems = all.filter(({ level }) => level === 'problem');
    expect(problems).toEqual([
      { check: 'storage', level: 'problem', message: expect.stringContaining('check the network') },
    ]);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`lithops hello with S3 ${whyNoS3 ?? ''}`, () => {
  it('says that it has not looked at the store', async () => {
    const { code, stdout } = await lithops('test-any', ['hello']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/storage {3}ceph, .*lithops doctor/);
  });
});
