import { HeadBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { failureOf } from '@lithops/aws';
import type { Request, S3Connection } from './s3-connection.js';

/** Is there such a bucket? @throws {LithopsError} when it cannot be known: no rights, no answer */
export async function bucketExists(
  connection: S3Connection,
  bucket: string,
  abortSignal?: AbortSignal,
): Promise<boolean> {
  const command = new HeadBucketCommand({ Bucket: bucket });
  try {
    await connection.sendRaw(bucket, (client) =>
      client.send(command, { ...(abortSignal && { abortSignal }) }),
    );
    return true;
  } catch (error) {
    if (failureOf(error).status === 404) return false;
    throw await explainHead(connection, error, { bucket, what: `to look for the bucket "${bucket}"` });
  }
}

/** Answers to HEAD do not say why they are a refusal: a listing, refused for the same reason, does. */
export async function explainHead(
  connection: S3Connection,
  error: unknown,
  request: Request,
): Promise<Error> {
  const { status } = failureOf(error);
  if (status === undefined || status >= 500) return connection.explain(error, request);
  const command = new ListObjectsV2Command({ Bucket: request.bucket, MaxKeys: 1 });
  try {
    await connection.sendRaw(request.bucket, (client) => client.send(command));
    return await connection.explain(error, request);
  } catch (reason) {
    return connection.explain(reason, request);
  }
}
