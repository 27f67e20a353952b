import { S3Client } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import type { S3Credentials, S3Server } from '../../src/index.js';

/** A client that tries once, closed when the test ends. */
export function clientOf(server: S3Server, credentials: S3Credentials = server.credentials): S3Client {
  const { endpoint, region } = server;
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return client;
}

/** How an operation went: `200`, `503 SlowDown`, or the code of an error of the connection. */
export async function outcomeOf(operation: Promise<unknown>): Promise<string> {
  try {
    await operation;
    return '200';
  } catch (error) {
    return describeError(error);
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  const status = statusOf(error);
  if (status !== undefined) return `${status} ${error.name}`;
  return 'code' in error ? String(error.code) : error.name;
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null)
    return undefined;
  const { $metadata } = error;
  return 'httpStatusCode' in $metadata ? Number($metadata.httpStatusCode) : undefined;
}
