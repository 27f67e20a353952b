import { DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { LithopsError } from '@lithops/core';
import type { S3Connection } from './s3-connection.js';
import { checkKey } from './s3-name.js';

/** The service's limit of one request. */
const BATCH_SIZE = 1000;

interface Refusal {
  readonly key: string;
  readonly reason: string;
}

/**
 * Deletes many objects, 1,000 by one request; those that do not exist are no error.
 * @throws {LithopsError} `LITHOPS_DELETE_INCOMPLETE` with the keys that are left, after everything else was deleted.
 */
export async function deleteObjects(
  connection: S3Connection,
  bucket: string,
  keys: readonly string[],
): Promise<void> {
  for (const key of keys) checkKey(key);
  const refusals: Refusal[] = [];
  const alone = keys.filter(hasNoXml);
  const together = alone.length === 0 ? keys : keys.filter((key) => !hasNoXml(key));
  for (let i = 0; i < together.length; i += BATCH_SIZE) {
    refusals.push(...(await deleteBatch(connection, bucket, together.slice(i, i + BATCH_SIZE))));
  }
  for (const key of alone) {
    const request = { bucket, key, what: `to delete "${key}" in bucket "${bucket}"` };
    await connection.send(request, (client) =>
      client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })),
    );
  }
  if (refusals.length > 0) throw incomplete(bucket, keys.length, refusals);
}

async function deleteBatch(
  connection: S3Connection,
  bucket: string,
  keys: readonly string[],
): Promise<readonly Refusal[]> {
  const request = { bucket, what: `to delete ${keys.length} objects in bucket "${bucket}"` };
  const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
  const { Errors = [] } = await connection.send(request, (client) =>
    client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete })),
  );
  return Errors.filter(({ Code }) => Code !== 'NoSuchKey').map(({ Key = '', Code = '', Message = '' }) => ({
    key: Key,
    reason: Message === '' ? Code : `${Code}: ${Message}`,
  }));
}

/** A batch travels as XML, which has no way to write these characters (and would change the last). */
function hasNoXml(key: string): boolean {
  return /[\p{Cc}\p{Noncharacter_Code_Point}]/u.test(key);
}

function incomplete(bucket: string, asked: number, refusals: readonly Refusal[]): LithopsError {
  const shown = refusals.slice(0, 3).map(({ key, reason }) => `"${key}" (${reason})`);
  const more = refusals.length > shown.length ? ` and ${refusals.length - shown.length} more` : '';
  return new LithopsError({
    code: 'LITHOPS_DELETE_INCOMPLETE',
    message: `Expected ${asked} objects of bucket "${bucket}" to be deleted, got ${refusals.length} refused: ${shown.join(', ')}${more}. The others are deleted; mend what the reasons say, and delete these again.`,
    isRetryable: refusals.every(({ reason }) => /^(InternalError|SlowDown|ServiceUnavailable)/.test(reason)),
  });
}
