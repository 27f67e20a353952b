import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { failureOf, safeCause } from '@lithops/aws';
import { objectExists, type PluginContext, type StoredBody, type StorePutOptions } from '@lithops/core/spec';
import { joined, partsOf } from './s3-body-parts.js';
import type { S3Connection } from './s3-connection.js';
import { isPreconditionFailed } from './s3-error.js';
import { uploadParts } from './s3-upload.js';

/** One object to be written. */
export interface WriteRequest {
  readonly connection: S3Connection;
  readonly bucket: string;
  readonly key: string;
  readonly options: StorePutOptions;
  readonly log: PluginContext['log'];
}

/** What the object gets besides its content. */
export interface WriteFields {
  readonly Bucket: string;
  readonly Key: string;
  readonly ContentType?: string;
  readonly Metadata?: Record<string, string>;
}

/**
 * Writes an object whole or not at all: what fits one part by one request, the rest in parts of which only some are in
 * memory.
 * @throws {LithopsError} `LITHOPS_OBJECT_EXISTS` when `ifNoneMatch` was asked for and the key is taken.
 */
export async function writeObject(request: WriteRequest, body: StoredBody): Promise<void> {
  const mark = request.options.ifNoneMatch === true ? randomUUID() : undefined;
  if (mark !== undefined && body instanceof Uint8Array && body.byteLength <= MAX_WHOLE_BYTES) {
    return putWhole(request, mark, body);
  }
  const parts = partsOf(body);
  try {
    const { head, isAll } = await readHead(parts, mark === undefined ? 0 : MAX_GATHERED_BYTES);
    if (isAll) await putWhole(request, mark, joined(head));
    else await uploadParts(request, mark, { head, rest: parts });
  } finally {
    await parts.return();
  }
}

/** The first parts: two, or as many as make up the given size, to learn whether there are more. */
async function readHead(
  parts: AsyncGenerator<Uint8Array, void, undefined>,
  sizeBytes: number,
): Promise<{ readonly head: readonly Uint8Array[]; readonly isAll: boolean }> {
  const head: Uint8Array[] = [];
  let readBytes = 0;
  while (head.length < 2 || readBytes <= sizeBytes) {
    const part = await parts.next();
    if (part.done === true) return { head, isAll: head.length < 2 || sizeBytes > 0 };
    head.push(part.value);
    readBytes += part.value.byteLength;
  }
  return { head, isAll: false };
}

/** The request's own fields of the object, with the mark of this write. */
export function fieldsOf({ bucket, key, options }: WriteRequest, mark: string | undefined): WriteFields {
  const { contentType, metadata } = options;
  const marked = mark === undefined ? metadata : { ...metadata, [WRITE_MARK]: mark };
  return {
    Bucket: bucket,
    Key: key,
    ...(contentType !== undefined && { ContentType: contentType }),
    ...(marked !== undefined && { Metadata: { ...marked } }),
  };
}

/**
 * Sends the request that makes the object appear. With a mark, it must be the first to do so: an answer that somebody was
 * first may mean this very write, when an earlier answer got lost.
 */
export async function commit(
  request: WriteRequest,
  mark: string | undefined,
  send: () => Promise<unknown>,
): Promise<void> {
  for (let conflicts = 0; ; conflicts++) {
    try {
      await send();
      return;
    } catch (error) {
      const { code, attempts = 1 } = failureOf(error);
      if (mark !== undefined && isPreconditionFailed(error)) {
        if (attempts > 1 && (await isOwn(request, mark))) return;
        throw objectExists(request.bucket, request.key, safeCause(error));
      }
      if (code !== 'ConditionalRequestConflict' || conflicts === MAX_CONFLICTS)
        throw await explain(request, error);
      // Another write of the key is under way: who was first is known when it has ended.
      await delay(CONFLICT_MS * 2 ** Math.min(conflicts, 4));
    }
  }
}

/** The error of a failed write. */
export function explain({ connection, bucket, key }: WriteRequest, error: unknown): Promise<Error> {
  return connection.explain(error, { bucket, key, what: `to write "${key}" to bucket "${bucket}"` });
}

async function putWhole(request: WriteRequest, mark: string | undefined, bytes: Uint8Array): Promise<void> {
  const command = new PutObjectCommand({
    ...fieldsOf(request, mark),
    // An empty text would draw a warning from the SDK.
    Body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    ...(mark !== undefined && { IfNoneMatch: '*' }),
  });
  await commit(request, mark, () =>
    request.connection.sendRaw(request.bucket, (client) => client.send(command)),
  );
}

/**
 * For servers that complete an upload of parts whatever its condition says (Ceph 16 does).
 * @throws {LithopsError} `LITHOPS_OBJECT_EXISTS`
 */
export async function refuseExisting(request: WriteRequest): Promise<void> {
  const { connection, bucket, key } = request;
  try {
    await connection.sendRaw(bucket, (client) =>
      client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
    );
  } catch (error) {
    if (failureOf(error).status === 404) return;
    throw await explain(request, error);
  }
  throw objectExists(bucket, key);
}

async function isOwn({ connection, bucket, key }: WriteRequest, mark: string): Promise<boolean> {
  const request = { bucket, key, what: `to look at "${key}" in bucket "${bucket}"` };
  const { Metadata } = await connection.send(request, (client) =>
    client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
  );
  return Metadata?.[WRITE_MARK] === mark;
}

/** What one request can carry: the service's limit. */
const MAX_WHOLE_BYTES = 5 * 1024 ** 3;
/** Of a stream that must be the first to be written: not all servers heed that when an upload of parts is completed. */
const MAX_GATHERED_BYTES = 64 * 1024 * 1024;
/** Metadata by which a writer knows its own object again. */
const WRITE_MARK = 'lithops-write';
const MAX_CONFLICTS = 10;
const CONFLICT_MS = 50;
