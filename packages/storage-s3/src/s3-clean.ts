import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type MultipartUpload,
} from '@aws-sdk/client-s3';
import { isLithopsError } from '@lithops/core';
import type { S3Connection } from './s3-connection.js';

/** What `clean` of a store is asked for. */
export interface CleanOptions {
  readonly olderThan: Date;
  readonly dryRun: boolean;
  readonly bucket?: string | undefined;
}

/**
 * Ends uploads of parts that a crash left, of temporary data of this user only: whose any other upload is, nobody can tell.
 * Gives bucket and key of each.
 */
export async function cleanUploads(
  connection: S3Connection,
  userHash: string,
  { olderThan, dryRun, bucket }: CleanOptions,
): Promise<readonly string[]> {
  if (bucket === undefined) return [];
  const found: string[] = [];
  for await (const { Key = '', UploadId, Initiated } of uploads(
    connection,
    bucket,
    `lithops.jobs/${userHash}-`,
  )) {
    if (Initiated === undefined || Initiated >= olderThan) continue;
    if (!dryRun) await abort(connection, bucket, Key, UploadId);
    found.push(`${bucket}/${Key}`);
  }
  return found;
}

async function* uploads(
  connection: S3Connection,
  bucket: string,
  prefix: string,
): AsyncGenerator<MultipartUpload, void, undefined> {
  const request = { bucket, what: `to list unfinished uploads of bucket "${bucket}"` };
  let markers = {};
  try {
    for (;;) {
      const command = new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...markers });
      const page = await connection.send(request, (client) => client.send(command));
      yield* page.Uploads ?? [];
      if (page.IsTruncated !== true) return;
      markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
  } catch (error) {
    // What does not exist has no uploads.
    if (!isLithopsError(error, 'LITHOPS_NO_SUCH_BUCKET')) throw error;
  }
}

async function abort(
  connection: S3Connection,
  bucket: string,
  key: string,
  uploadId: string | undefined,
): Promise<void> {
  const request = { bucket, key, what: `to end an unfinished upload of "${key}" in bucket "${bucket}"` };
  const command = new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId });
  await connection.send(request, (client) => client.send(command));
}
