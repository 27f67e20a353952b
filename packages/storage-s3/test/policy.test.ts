import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { LoggedRequest } from '@lithops/testing-services';
import { whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it } from 'vitest';
import { bucketPolicies } from '../src/s3-policies.js';
import { awsBehindProxy } from './support/proxy.js';

/** What Amazon S3 asks who makes a request to be allowed, by its documentation ("Actions for Amazon S3"). */
const actionOf: Readonly<Record<string, string>> = {
  AbortMultipartUpload: 's3:AbortMultipartUpload',
  CompleteMultipartUpload: 's3:PutObject',
  CreateBucket: 's3:CreateBucket',
  CreateMultipartUpload: 's3:PutObject',
  DeleteObject: 's3:DeleteObject',
  DeleteObjects: 's3:DeleteObject',
  GetObject: 's3:GetObject',
  HeadBucket: 's3:ListBucket',
  HeadObject: 's3:GetObject',
  ListMultipartUploads: 's3:ListBucketMultipartUploads',
  ListObjectsV2: 's3:ListBucket',
  PutObject: 's3:PutObject',
  UploadPart: 's3:PutObject',
};

function actionsOf(requests: Iterable<LoggedRequest>): readonly string[] {
  const actions = [...requests].map(({ operation }) => actionOf[operation] ?? `none for ${operation}`);
  return [...new Set(actions)].sort();
}

const statements = bucketPolicies('eu-west-1', { bucket: 'my-lithops-data' });

describe('the rights on the bucket', () => {
  it('are those of the documentation', async () => {
    const text = await readFile(new URL('../../../docs/storage-s3.md', import.meta.url), 'utf8');
    const [, json = ''] = /\n## Rights\n[\s\S]*?```json\n([\s\S]*?)```/.exec(text) ?? [];
    const run = statements.filter((one) => one.for.includes('run'));
    expect(JSON.parse(json).Statement).toEqual(
      run.map(({ sid, actions, resources }) => ({
        Sid: sid,
        Effect: 'Allow',
        Action: [...actions].sort(),
        Resource: resources,
      })),
    );
  });
});

describe.skipIf(whyNoS3 !== undefined)(`the rights on the bucket ${whyNoS3 ?? ''}`, () => {
  it('are what all that the store can do needs, and no more', async () => {
    const { proxy, store, bucket } = await awsBehindProxy();
    const granted = [...new Set(statements.flatMap(({ actions }) => actions))].sort();
    await store.bucketExists(bucket);
    await store.put(bucket, 'small', Buffer.from('x'));
    await store.put(bucket, 'large', new Uint8Array(9 * 2 ** 20), { ifNoneMatch: true });
    await store.head(bucket, 'small');
    await store.get(bucket, 'small');
    for await (const _ of store.list(bucket, ''));
    await store.delete(bucket, 'small');
    await store.deleteMany(bucket, ['large', 'small']);
    await store.createBucket(`test-${randomUUID()}`);
    const failing = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(17 * 2 ** 20)),
      pull: (controller) => controller.error(new Error('no more')),
    });
    await expect(store.put(bucket, 'broken', failing)).rejects.toThrow('no more');
    await store.clean?.({ olderThan: new Date(), dryRun: false, bucket });
    await store.doctor?.(new AbortController().signal, bucket);
    expect(actionsOf(proxy.requests)).toEqual(granted);
  });
});
