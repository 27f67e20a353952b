import { randomUUID } from 'node:crypto';
import { awsLambda } from '@lithops/backend-aws-lambda';
import { type ExecutorOptions, FunctionExecutor } from '@lithops/core';
import type { StoragePlugin } from '@lithops/core/spec';
import { ceph } from '@lithops/storage-s3';
import { type AwsCloud, type AwsCloudOptions, startAwsCloud } from '@lithops/testing-aws-cloud';
import { s3UnderTest } from '@lithops/testing-services/s3';
import { onTestFinished } from 'vitest';

export type LambdaOptions = Partial<Parameters<typeof awsLambda>[0]>;

/** A cloud that ends with the test. */
export async function cloud(options: AwsCloudOptions = {}): Promise<AwsCloud> {
  const started = await startAwsCloud(options);
  onTestFinished(() => started.stop());
  return started;
}

/** The backend, as a user of that cloud. */
export function lambda(of: AwsCloud, more: LambdaOptions = {}) {
  return awsLambda(lambdaOptions(of, more));
}

export function lambdaOptions(
  { endpoint, region, credentials, accountId }: AwsCloud,
  more: LambdaOptions = {},
): Parameters<typeof awsLambda>[0] {
  return {
    executionRole: `arn:aws:iam::${accountId}:role/lithops`,
    endpoint,
    region,
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.secretAccessKey,
    ...more,
  };
}

/** Ceph, where nobody else's things are. */
export function ownStore(): StoragePlugin {
  return ceph(ownStoreOptions());
}

export function ownStoreOptions(): Parameters<typeof ceph>[0] {
  const { endpoint, credentials } = s3UnderTest();
  return {
    endpoint,
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.secretAccessKey,
    storageBucket: `test-${randomUUID()}`,
  };
}

/** An executor on that cloud; its store is Ceph. */
export function executor(
  of: AwsCloud,
  more: LambdaOptions = {},
  options: ExecutorOptions = {},
): FunctionExecutor {
  const exec = new FunctionExecutor({ backend: lambda(of, more), storage: ownStore(), ...options });
  onTestFinished(() => exec.close());
  return exec;
}
