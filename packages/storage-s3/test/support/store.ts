import { randomUUID } from 'node:crypto';
import type { PluginContext, StorageBackend } from '@lithops/core/spec';
import { awsS3, ceph } from '@lithops/storage-s3';
import { s3UnderTest } from '@lithops/testing-services/s3';
import { onTestFinished } from 'vitest';

/** Keys of a section, in file units. */
export type Values = Readonly<Record<string, unknown>>;

/** Section `ceph` of the server under test; `more` wins. */
export function cephSection(more: Values = {}): Values {
  const { endpoint, credentials } = s3UnderTest();
  const { accessKeyId, secretAccessKey } = credentials;
  return {
    endpoint,
    access_key_id: accessKeyId,
    secret_access_key: secretAccessKey,
    checksums: 'when_required',
    connect_timeout: 5,
    idle_timeout: 30,
    max_attempts: 4,
    ...more,
  };
}

/** What the store said besides its answers. */
export interface Said {
  readonly warnings: string[];
}

export function context(said: Said = { warnings: [] }): PluginContext {
  const log = { debug: () => {}, info: () => {}, warn: (text: string) => void said.warnings.push(text) };
  return { log, cacheDirectory: '', userHash: 'abcdef', name: (part) => part };
}

/** The store under test, opened as a program opens it; closed when the test is over. */
export async function openCeph(more: Values = {}, said?: Said): Promise<StorageBackend> {
  const store = await ceph.create({ ceph: cephSection(more) } as never, context(said));
  onTestFinished(() => store.close());
  return store;
}

/** The same server as section `aws_s3` reaches it. */
export async function openAws(more: Values = {}): Promise<StorageBackend> {
  const store = await awsS3.create(
    { aws_s3: cephSection({ anonymous: false, ...more }) } as never,
    context(),
  );
  onTestFinished(() => store.close());
  return store;
}

/** A bucket of the test's own, which is emptied when the test is over. */
export async function ownBucket(store: StorageBackend): Promise<string> {
  const bucket = `test-${randomUUID()}`;
  await store.createBucket(bucket);
  onTestFinished(async () => {
    const last = await ceph.create({ ceph: cephSection() } as never, context());
    for await (const page of last.list(bucket, ''))
      await last.deleteMany(
        bucket,
        page.map(({ key }) => key),
      );
    await last.close();
  });
  return bucket;
}
