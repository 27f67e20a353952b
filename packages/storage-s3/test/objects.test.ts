import { createHash } from 'node:crypto';
import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { awsS3, withClient } from '@lithops/storage-s3';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cephSection, context, openAws, openCeph, ownBucket } from './support/store.js';

const MiB = 1024 * 1024;

/** So many MiB that are all different, made while they are read. */
async function* numbered(count: number, onChunk: () => void = () => {}): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) {
    onChunk();
    const chunk = Buffer.alloc(MiB, i % 251);
    chunk.writeUInt32LE(i);
    yield chunk;
  }
}

async function hashOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

function client(): S3Client {
  const made = new S3Client({ ...s3UnderTest(), forcePathStyle: true });
  onTestFinished(() => made.destroy());
  return made;
}

async function unfinishedUploads(bucket: string): Promise<number> {
  const { Uploads = [] } = await client().send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  return Uploads.length;
}

describe.skipIf(whyNoS3 !== undefined)(`a stream of unknown length ${whyNoS3 ?? ''}`, () => {
  it('of 300 MiB is stored and read in a fraction of that memory', async () => {
    const store = await openCeph();
    const bucket = await ownBucket(store);
    let mostMiB = 0;
    const before = process.memoryUsage().arrayBuffers;
    const look = () => {
      mostMiB = Math.max(mostMiB, (process.memoryUsage().arrayBuffers - before) / MiB);
    };
    await store.put(bucket, 'big', ReadableStream.from(numbered(300, look)));
    expect((await store.head(bucket, 'big')).size).toBe(300 * MiB);
    const read = await store.getStream(bucket, 'big');
    expect(await hashOf(read)).toBe(await hashOf(numbered(300)));
    expect(mostMiB).toBeLessThan(200);
  });

  it('leaves no parts behind when it breaks', async () => {
    const store = await openCeph();
    const bucket = await ownBucket(store);
    const breaking = async function* () {
      yield* numbered(20);
      throw new Error('the source broke');
    };
    await expect(store.put(bucket, 'broken', ReadableStream.from(breaking()))).rejects.toThrow(
      'the source broke',
    );
    expect(await unfinishedUploads(bucket)).toBe(0);
    await expect(store.head(bucket, 'broken')).rejects.toMatchObject({ code: 'LITHOPS_NO_SUCH_KEY' });
  });

  it.each([
    ['that is one part exactly', 8],
    ['that is two parts exactly', 16],
    ['that is a byte more than a part', 8.000001],
    ['that is nothing', 0],
  ])('%s is stored as it is', async (_, sizeMiB) => {
    const store = await openCeph();
    const bucket = await ownBucket(store);
    const bytes = Buffer.alloc(Math.round(sizeMiB * MiB), 'lithops');
    await store.put(bucket, 'whole', ReadableStream.from([bytes]));
    expect(Buffer.compare(await store.get(bucket, 'whole'), bytes)).toBe(0);
    await store.put(bucket, 'bytes', bytes);
    expect(Buffer.compare(await store.get(bucket, 'bytes'), bytes)).toBe(0);
  });

  it('that may reuse its buffers is stored as it was', async () => {
    const store = await openCeph();
    const bucket = await ownBucket(store);
    const buffer = Buffer.alloc(MiB);
    const reusing = async function* () {
      for (let i = 0; i < 12; i++) yield buffer.fill(i);
    };
    await store.put(bucket, 'reused', ReadableStream.from(reusing()));
    const got = await store.get(bucket, 'reused');
    expect([0, 1, 11].map((i) => got[i * MiB + 5])).toEqual([0, 1, 11]);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`ifNoneMatch ${whyNoS3 ?? ''}`, () => {
  const exists = { code: 'LITHOPS_OBJECT_EXISTS' };

  it('lets one of several large writers win', async () => {
    const store = await openCeph();
    const bucket = await ownBucket(store);
    const writers = [1, 2, 3].map((i) => {
      const body = ReadableStream.from([Buffer.alloc(20 * MiB, i)]);
      return store.put(bucket, 'race', body, { ifNoneMatch: true });
    });
    const settled = await Promise.allSettled(writers);
    const winners = settled.flatMap(({ status }, i) => (status === 'fulfilled' ? [i + 1] : []));
    expect(winners).toHaveLength(1);
    expect((await store.get(bucket, 'race', { range: { start: 0, end: 0 } }))[0]).toBe(winners[0]);
  });

  it('holds for what is uploaded in parts, of which none are left', async () => {
    const store = await openCeph();
    const bucket = await ownBucket(store);
    await store.put(bucket, 'taken', Buffer.from('first'));
    const body = ReadableStream.from(numbered(80));
    await expect(store.put(bucket, 'taken', body, { ifNoneMatch: true })).rejects.toMatchObject(exists);
    expect(Buffer.from(await store.get(bucket, 'taken')).toString()).toBe('first');
    expect(await unfinishedUploads(bucket)).toBe(0);
    await store.put(bucket, 'free', ReadableStream.from(numbered(80)), { ifNoneMatch: true });
    expect((await store.head(bucket, 'free')).size).toBe(80 * MiB);
  });
});

describe.skipIf(whyNoS3 !== undefined)(`rights ${whyNoS3 ?? ''}`, () => {
  it('that are lacking are LITHOPS_ACCESS_DENIED, also where the answer has no words', async () => {
    const bucket = await ownBucket(await openCeph());
    const { stranger } = s3UnderTest();
    if (stranger === undefined) throw new Error('Set LITHOPS_TEST_S3_STRANGER_ACCESS_KEY and _SECRET_KEY.');
    const keys = { access_key_id: stranger.accessKeyId, secret_access_key: stranger.secretAccessKey };
    const store = await openCeph(keys);
    const denied = { code: 'LITHOPS_ACCESS_DENIED', isRetryable: false };
    await expect(store.get(bucket, 'a')).rejects.toMatchObject(denied);
    await expect(store.head(bucket, 'a')).rejects.toMatchObject(denied);
    await expect(store.bucketExists(bucket)).rejects.toMatchObject(denied);
    await expect(store.put(bucket, 'a', Buffer.from('a'))).rejects.toMatchObject(denied);
    await expect(store.createBucket(bucket)).rejects.toMatchObject({
      code: expect.stringMatching(/^LITHOPS_(BUCKET_TAKEN|ACCESS_DENIED|SERVICE_FAILED)$/),
    });
  });
});

describe.skipIf(whyNoS3 !== undefined)(`a bucket that anybody may read ${whyNoS3 ?? ''}`, () => {
  it('is read without credentials when that is asked for, and only then', async () => {
    const owner = await openCeph();
    const bucket = await ownBucket(owner);
    await owner.put(bucket, 'open', Buffer.from('for all'));
    const { PutObjectAclCommand } = await import('@aws-sdk/client-s3');
    await client().send(new PutObjectAclCommand({ Bucket: bucket, Key: 'open', ACL: 'public-read' }));
    await owner.put(bucket, 'closed', Buffer.from('for me'));
    const none = { access_key_id: undefined, secret_access_key: undefined };
    const anonymous = await openAws({ ...none, anonymous: true });
    expect(Buffer.from(await anonymous.get(bucket, 'open')).toString()).toBe('for all');
    await expect(anonymous.get(bucket, 'closed')).rejects.toMatchObject({ code: 'LITHOPS_ACCESS_DENIED' });
  });
});

describe.skipIf(whyNoS3 !== undefined)(`a client of one's own ${whyNoS3 ?? ''}`, () => {
  const open = (given: Parameters<typeof withClient>[1]) =>
    withClient(awsS3(), given).create({ aws_s3: cephSection({ anonymous: false }) } as never, context());

  it('is used and left open', async () => {
    const bucket = await ownBucket(await openCeph());
    const own = client();
    const store = await open(own);
    await store.put(bucket, 'a', Buffer.from('a'));
    await store.close();
    const again = await open(own);
    expect(Buffer.from(await again.get(bucket, 'a')).toString()).toBe('a');
  });

  it('may be options for one, which win over the configuration', async () => {
    const store = await open({ credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' } });
    onTestFinished(() => store.close());
    await expect(store.bucketExists('any')).rejects.toMatchObject({ code: 'LITHOPS_WRONG_CREDENTIALS' });
  });

  it('of another service is refused', () => {
    const dynamo = { send: () => {}, config: { serviceId: 'DynamoDB' } } as never;
    expect(() => withClient(awsS3(), dynamo)).toThrow('a client of DynamoDB');
    expect(() => withClient(awsS3(), undefined as never)).toThrow('got undefined');
  });
});
