import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { faults, startFaultProxy } from '../src/index.js';
import { s3UnderTest, whyNoS3 } from '../src/s3/s3-under-test.js';
import { clientOf, outcomeOf } from './support/clients.js';

const keys = ['a', 'b/1', 'b/2', 'c d', 'e', 'ü'];

/** A bucket with {@link keys}, and a client that reaches it through a proxy. */
async function bucketBehindProxy() {
  const server = s3UnderTest();
  const bucket = `fault-proxy-${randomUUID()}`;
  const direct = clientOf(server);
  await direct.send(new CreateBucketCommand({ Bucket: bucket }));
  for (const Key of keys)
    await direct.send(new PutObjectCommand({ Bucket: bucket, Key, Body: `content of ${Key}` }));
  const proxy = await startFaultProxy({ target: server.endpoint });
  onTestFinished(() => proxy.stop());
  return { bucket, proxy, direct, client: clientOf({ ...server, endpoint: proxy.endpoint }) };
}

async function list(client: S3Client, Bucket: string): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket }))
    pages.push(Contents.map(({ Key = '' }) => Key));
  return pages;
}

describe.skipIf(whyNoS3 !== undefined)(`a fault proxy in front of S3 ${whyNoS3 ?? ''}`, () => {
  it('keeps signatures valid, whatever is in a key or a body', async () => {
    const { bucket, client, proxy } = await bucketBehindProxy();
    const Key = "ä /+%&=?~*'()";
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Buffer.alloc(3 * 2 ** 20, 7) }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key, Range: 'bytes=5-8' }));
    expect(await Body?.transformToByteArray()).toEqual(new Uint8Array([7, 7, 7, 7]));
    expect(proxy.requests.map(({ operation, path, status }) => [operation, path, status])).toEqual([
      ['PutObject', `/${bucket}/${Key}`, 200],
      ['GetObject', `/${bucket}/${Key}`, 206],
    ]);
  });

  it('gives listings in short pages that add up to all of it', async () => {
    const { bucket, client, proxy } = await bucketBehindProxy();
    expect(await list(client, bucket)).toEqual([keys]);
    proxy.inject(faults.shortPages(4), { operation: 'ListObjectsV2' });
    expect(await list(client, bucket)).toEqual([keys.slice(0, 4), keys.slice(4)]);
    const first = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    expect([first.IsTruncated, first.KeyCount]).toEqual([true, 4]);
  });

  it('makes short pages of truncated ones, too', async () => {
    const { bucket, client, proxy } = await bucketBehindProxy();
    proxy.inject(faults.shortPages(2), { operation: 'ListObjectsV2' });
    const pages: unknown[] = [];
    for await (const { Contents } of paginateListObjectsV2({ client }, { Bucket: bucket, MaxKeys: 5 }))
      pages.push(Contents?.map(({ Key }) => Key));
    expect(pages).toEqual([['a', 'b/1'], ['b/2', 'c d'], ['e'], ['ü']]);
  });

  it('gives listings that are cut off, and listings that lag behind', async () => {
    const { bucket, client, proxy } = await bucketBehindProxy();
    proxy.inject(faults.malformedListing(), { times: 1 });
    expect(await outcomeOf(list(client, bucket))).not.toBe('200');
    proxy.inject(faults.incompleteListing(3));
    expect(await list(client, bucket)).toEqual([keys.slice(0, 3)]);
  });

  it('lets an object be deleted between listing and read', async () => {
    const { bucket, client, direct, proxy } = await bucketBehindProxy();
    const remove = () => direct.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'e' }));
    proxy.inject(faults.after(remove), { operation: 'GetObject', path: /\/e$/ });
    const reads = (await list(client, bucket))
      .flat()
      .map((Key) => outcomeOf(client.send(new GetObjectCommand({ Bucket: bucket, Key }))));
    expect(await Promise.all(reads)).toEqual(['200', '200', '200', '200', '404 NoSuchKey', '200']);
  });

  it('loses the reply to a put that was done', async () => {
    const { bucket, client, direct, proxy } = await bucketBehindProxy();
    proxy.inject(faults.loseReply(), { operation: 'PutObject' });
    const put = client.send(new PutObjectCommand({ Bucket: bucket, Key: 'done', Body: 'done' }));
    expect(await outcomeOf(put)).toBe('ECONNRESET');
    expect(await outcomeOf(direct.send(new GetObjectCommand({ Bucket: bucket, Key: 'done' })))).toBe('200');
  });

  it('breaks an upload off, so that the server has nothing', async () => {
    const { bucket, client, direct, proxy } = await bucketBehindProxy();
    proxy.inject(faults.resetAfterUpload(100_000), { operation: 'PutObject' });
    const Body = Buffer.alloc(2 ** 20);
    expect(
      await outcomeOf(client.send(new PutObjectCommand({ Bucket: bucket, Key: 'half', Body }))),
    ).not.toBe('200');
    expect(await outcomeOf(direct.send(new GetObjectCommand({ Bucket: bucket, Key: 'half' })))).toBe(
      '404 NoSuchKey',
    );
  });

  it.each([
    ['503 SlowDown', faults.slowDown()],
    ['403 RequestTimeTooSkewed', faults.requestTimeTooSkewed()],
    ['400 AuthorizationHeaderMalformed', faults.authorizationHeaderMalformed('eu-west-3')],
    ['301 PermanentRedirect', faults.permanentRedirect('eu-west-3', 'bucket')],
    ['403 InvalidAccessKeyId', faults.invalidAccessKeyId('KEY')],
  ])('answers %s so that the SDK understands', async (outcome, fault) => {
    const { bucket, client, proxy } = await bucketBehindProxy();
    proxy.inject(fault);
    expect(await outcomeOf(client.send(new GetObjectCommand({ Bucket: bucket, Key: 'a' })))).toBe(outcome);
  });
});
