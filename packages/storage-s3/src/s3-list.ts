import { setTimeout as delay } from 'node:timers/promises';
import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { isLithopsError, LithopsError } from '@lithops/core';
import type { StoredObject } from '@lithops/core/spec';
import type { S3Connection } from './s3-connection.js';

const PAGE_SIZE = 1000;
const BACKOFF_MS = 100;

interface ListRequest {
  readonly bucket: string;
  readonly prefix: string;
  readonly startAfter: string | undefined;
}

/** The bucket's objects, page by page, to the very end. */
export async function* listPages(
  connection: S3Connection,
  { bucket, prefix, startAfter }: ListRequest,
): AsyncGenerator<readonly StoredObject[], void, undefined> {
  let after = startAfter;
  for (;;) {
    const page = await wholePage(connection, bucket, prefix, after);
    if (page.IsTruncated === undefined) throw noListing(bucket, connection.url);
    const objects = objectsOf(page);
    if (objects.length > 0) yield objects;
    if (!page.IsTruncated) return;
    // Where a page ends is known from its last key; tokens are not needed, and some servers forget them.
    const last = objects.at(-1)?.key;
    if (last === undefined || last === after) throw truncated(bucket, prefix);
    after = last;
  }
}

/** The SDK asks again after any failure but an answer that ends in the middle. */
async function wholePage(
  connection: S3Connection,
  ...page: [bucket: string, prefix: string, startAfter: string | undefined]
): Promise<ListObjectsV2CommandOutput> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await listPage(connection, ...page);
    } catch (error) {
      const isCut = isLithopsError(error, 'LITHOPS_SERVICE_FAILED') && error.isRetryable;
      if (!isCut || attempts >= connection.settings.maxAttempts) throw error;
      await delay(BACKOFF_MS * 2 ** (attempts - 1));
    }
  }
}

function listPage(
  connection: S3Connection,
  bucket: string,
  prefix: string,
  startAfter: string | undefined,
): Promise<ListObjectsV2CommandOutput> {
  const request = { bucket, what: `to list bucket "${bucket}"${prefix === '' ? '' : ` below "${prefix}"`}` };
  return connection.send(request, (client) =>
    client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        MaxKeys: PAGE_SIZE,
        // Some characters of keys have no place in XML.
        EncodingType: 'url',
        ...(prefix !== '' && { Prefix: prefix }),
        ...(startAfter && { StartAfter: startAfter }),
      }),
    ),
  );
}

function objectsOf({ Contents = [], EncodingType }: ListObjectsV2CommandOutput): StoredObject[] {
  return Contents.map(({ Key = '', Size = 0, LastModified = new Date(0), ETag }) => ({
    key: EncodingType === 'url' ? decodeURIComponent(Key.replaceAll('+', ' ')) : Key,
    size: Size,
    lastModified: wholeSeconds(LastModified),
    etag: ETag,
  }));
}

/** As HEAD tells it: one object has one time, whoever is asked. */
function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}

/** Every listing says whether it is all; a web page that answers to anything does not. */
function noListing(bucket: string, url: string | undefined): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_SERVICE_FAILED',
    message: `Expected a listing of bucket "${bucket}" from ${url ?? 'S3'}, got an answer that is none: check that the endpoint is that of an S3 service.`,
  });
}

function truncated(bucket: string, prefix: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_SERVICE_FAILED',
    message: `Expected the listing of bucket "${bucket}" below "${prefix}" to go on, got a page that says there is more and has nothing: try again.`,
    isRetryable: true,
  });
}
