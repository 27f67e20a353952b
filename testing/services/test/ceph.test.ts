import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ceph, ensureCephInstalled, startCeph } from '../src/index.js';
import { clientOf, outcomeOf } from './support/clients.js';

const whyNot = await ensureCephInstalled();

describe.skipIf(whyNot !== undefined)(`a Ceph cluster ${whyNot ?? ''}`, () => {
  let ceph: Ceph;

  beforeAll(async () => {
    ceph = await startCeph();
  });
  afterAll(() => ceph.stop());

  it('keeps objects', async () => {
    const client = clientOf(ceph);
    await client.send(new CreateBucketCommand({ Bucket: 'kept' }));
    await client.send(new PutObjectCommand({ Bucket: 'kept', Key: 'a/b', Body: 'words' }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'kept', Key: 'a/b' }));
    expect(await Body?.transformToString()).toBe('words');
  });

  it('lets a stranger neither read what is there nor make a bucket', async () => {
    const client = clientOf(ceph);
    await client.send(new CreateBucketCommand({ Bucket: 'private' }));
    await client.send(new PutObjectCommand({ Bucket: 'private', Key: 'key', Body: 'words' }));
    const stranger = clientOf(ceph, ceph.stranger);
    const get = new GetObjectCommand({ Bucket: 'private', Key: 'key' });
    expect(await outcomeOf(stranger.send(get))).toBe('403 AccessDenied');
    const make = new CreateBucketCommand({ Bucket: 'strange' });
    expect(await outcomeOf(stranger.send(make))).toMatch(/^4\d\d /);
  });

  it('takes more users, each with buckets of their own', async () => {
    const client = clientOf(ceph, await ceph.createUser('another'));
    await client.send(new CreateBucketCommand({ Bucket: 'of-another' }));
    const { Buckets } = await client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['of-another']);
  });

  it('knows wrong keys from unknown ones', async () => {
    const list = (keys: Partial<typeof ceph.credentials>) =>
      outcomeOf(clientOf(ceph, { ...ceph.credentials, ...keys }).send(new ListBucketsCommand({})));
    expect(await list({ secretAccessKey: 'wrong' })).toBe('403 SignatureDoesNotMatch');
    expect(await list({ accessKeyId: 'UNKNOWN' })).toBe('403 InvalidAccessKeyId');
  });
});
