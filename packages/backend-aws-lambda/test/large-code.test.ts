import { randomUUID } from 'node:crypto';
import { FunctionExecutor, Storage } from '@lithops/core';
import type { ComputePlugin, StoragePlugin, WorkerBundle } from '@lithops/core/spec';
import { awsS3, ceph } from '@lithops/storage-s3';
import { type AwsCloud, faults } from '@lithops/testing-aws-cloud';
import { s3UnderTest, whyNoS3 } from '@lithops/testing-services/s3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloud, lambda } from './support/lambda.js';

const MB = 1024 * 1024;

/** The backend, with workers that are as large as packages may make them. */
function withWorkers(aws: AwsCloud, changed: (worker: WorkerBundle) => Partial<WorkerBundle>): ComputePlugin {
  const plugin = lambda(aws);
  return {
    ...plugin,
    async create(sections, context) {
      const backend = await plugin.create(sections, context);
      const deploy = backend.deployRuntime.bind(backend);
      backend.deployRuntime = (spec, worker, signal) =>
        deploy(spec, { ...worker, ...changed(worker) }, signal);
      return backend;
    },
  };
}

/** 51 MB zipped: bytes that belong to no file, before the directory at the archive's end. */
function large(worker: WorkerBundle): Partial<WorkerBundle> {
  return {
    zip: async () => {
      const archive = Buffer.from(await worker.zip());
      const end = archive.lastIndexOf('PK\x05\x06');
      const directory = archive.readUInt32LE(end + 16);
      archive.writeUInt32LE(directory + 51 * MB, end + 16);
      const parts = [archive.subarray(0, directory), Buffer.alloc(51 * MB), archive.subarray(directory)];
      return new Uint8Array(Buffer.concat(parts));
    },
  };
}

function bucketOf(plugin: typeof awsS3 | typeof ceph) {
  const { endpoint, region, credentials } = s3UnderTest();
  const { accessKeyId, secretAccessKey } = credentials;
  const storageBucket = `test-${randomUUID()}`;
  const keys = { endpoint, region, accessKeyId, secretAccessKey };
  return { storageBucket, store: plugin({ ...keys, storageBucket, pathStyle: true }) };
}

function executor(backend: ComputePlugin, storage: StoragePlugin): FunctionExecutor {
  const exec = new FunctionExecutor({ backend, storage });
  onTestFinished(() => exec.close());
  return exec;
}

async function keysIn(store: StoragePlugin, bucket: string): Promise<readonly string[]> {
  await using storage = new Storage({ storage: store });
  return await storage.listKeys(bucket);
}

const created = { operation: 'CreateFunction' } as const;

describe.skipIf(whyNoS3 !== undefined)(`code that is too large for a request ${whyNoS3 ?? ''}`, () => {
  it('is taken out of the bucket of the executor, and deleted there', async () => {
    const { endpoint, region, credentials } = s3UnderTest();
    const aws = await cloud({ s3: { endpoint, region, credentials } });
    const { store, storageBucket } = bucketOf(awsS3);
    const exec = executor(withWorkers(aws, large), store);
    expect(await exec.callAsync((n: number) => n + 1, 1)).toBe(2);
    const [request] = aws.requests.filter(created);
    const key = expect.stringMatching(/^lithops\.jobs\/.+\/uploads\/.+\.zip$/);
    expect(request?.parameters['Code']).toEqual({ S3Bucket: storageBucket, S3Key: key });
    expect(await keysIn(store, storageBucket)).toEqual([]);
  });

  it('is deleted in the bucket when no function can be made of it', async () => {
    const { endpoint, region, credentials } = s3UnderTest();
    const aws = await cloud({ s3: { endpoint, region, credentials } });
    const { store, storageBucket } = bucketOf(awsS3);
    aws.faults.inject(faults.serverError(400, 'CodeStorageExceededException'), created);
    const exec = executor(withWorkers(aws, large), store);
    await expect(exec.callAsync((n: number) => n, 1)).rejects.toThrow('CodeStorageExceeded');
    expect(await keysIn(store, storageBucket)).toEqual([]);
  });

  it('is refused where the store is none that Lambda can read', async () => {
    const aws = await cloud();
    const exec = executor(withWorkers(aws, large), bucketOf(ceph).store);
    await expect(exec.callAsync((n: number) => n, 1)).rejects.toMatchObject({
      code: 'LITHOPS_PACKAGES',
      message: expect.stringMatching(/storage to be aws_s3.*got ceph.*lithops runtime build/),
    });
    expect(aws.requests.count(created)).toBe(0);
  });

  it('is refused when it is too large for Lambda unzipped', async () => {
    const aws = await cloud();
    const exec = executor(
      withWorkers(aws, () => ({ sizeBytes: 250 * MB + 1 })),
      bucketOf(awsS3).store,
    );
    await expect(exec.callAsync((n: number) => n, 1)).rejects.toMatchObject({
      code: 'LITHOPS_PACKAGES',
      message: expect.stringMatching(/at most 250 MB.*got 251 MB.*lithops runtime build/),
    });
    expect(aws.requests.count(created)).toBe(0);
  });
});
