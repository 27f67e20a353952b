import { randomUUID } from 'node:crypto';
import { isLithopsError, LithopsError } from '@lithops/core';
import {
  checkBucket,
  checkKey,
  checkRange,
  compareUtf8,
  type DoctorFinding,
  noSuchBucket,
  noSuchKey,
  objectExists,
  type PluginContext,
  rangeBeyondEnd,
  type StorageBackend,
  type StoredBody,
  type StoredObject,
  type StoreGetOptions,
  type StorePutOptions,
  storedObjectChanged,
} from '@lithops/core/spec';
import { PIECE_BYTES, piecesOf } from './body-pieces.js';
import { RedisConnection, type Reply } from './redis-connection.js';
import { examine } from './redis-doctor.js';
import { BucketNames } from './redis-names.js';
import { deleteObjects, listObjects, readObject, writeObject } from './scripts.js';
import { parseInfo } from './stored-info.js';

const PAGE = 1000;
/** How often a large object is read anew because it was replaced while it was read. */
const READS = 10;

interface RedisSection {
  readonly url: string;
  readonly key_prefix: string;
  readonly connect_timeout: number;
  readonly max_object_size: number;
}

/** @throws {LithopsError} `LITHOPS_STORAGE_UNREACHABLE` */
export async function openRedis(section: RedisSection, context: PluginContext): Promise<StorageBackend> {
  const connectTimeoutMs = section.connect_timeout * 1000;
  const connection = await RedisConnection.open({ url: section.url, connectTimeoutMs }, context);
  return new RedisStorage(connection, section);
}

/** A piece of an object, and the object that it is of. */
interface Piece {
  readonly object: StoredObject;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

class RedisStorage implements StorageBackend {
  readonly specVersion = 1;
  readonly name = 'redis';
  readonly #connection: RedisConnection;
  readonly #prefix: string;
  readonly #maxBytes: number;

  constructor(connection: RedisConnection, section: RedisSection) {
    this.#connection = connection;
    this.#prefix = section.key_prefix;
    this.#maxBytes = section.max_object_size * 2 ** 20;
  }

  // #region put
  async put(bucket: string, key: string, body: StoredBody, options: StorePutOptions = {}): Promise<void> {
    checkKey(key);
    const names = this.#names(bucket);
    const part = names.newPart();
    try {
      const { last, size } = await this.#writePart(part, body);
      const { status } = await this.#connection.run(
        writeObject,
        [names.marker, names.index, names.infos, names.body(key), part],
        [
          key,
          last,
          String(size),
          `"${randomUUID()}"`,
          options.ifNoneMatch ? 'exclusive' : '',
          describe(options),
        ],
      );
      if (status !== 'ok') throw refusal(status, bucket, key);
    } catch (error) {
      await this.#connection.unlink(part).catch(() => undefined); // else it expires
      throw error;
    }
  }

  /** All but the last piece, which comes with the script that makes an object of them. */
  async #writePart(
    part: string,
    body: StoredBody,
  ): Promise<{ readonly last: Buffer; readonly size: number }> {
    let last: Buffer = Buffer.alloc(0);
    let size = 0;
    if (body instanceof Uint8Array && body.byteLength > this.#maxBytes) throw tooLarge(this.#maxBytes);
    for await (const piece of piecesOf(body)) {
      size += piece.byteLength;
      if (size > this.#maxBytes) throw tooLarge(this.#maxBytes);
      if (last.byteLength > 0) await this.#connection.append(part, last);
      last = piece;
    }
    return { last, size };
  }
  // #endregion put

  // #region get
  async get(bucket: string, key: string, options: StoreGetOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    for (let reads = 1; ; reads++) {
      try {
        return new Uint8Array(await new Response(await this.getStream(bucket, key, options)).arrayBuffer());
      } catch (error) {
        // Replaced while it was read. Unless one content was asked for, what is there now is right as well.
        const isOver = options.ifMatch !== undefined || reads === READS;
        if (isOver || !isLithopsError(error, 'LITHOPS_OBJECT_CHANGED')) throw error;
      }
    }
  }

  async getStream(
    bucket: string,
    key: string,
    options: StoreGetOptions = {},
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    checkRange(options.range);
    const { start = 0, end = Number.MAX_SAFE_INTEGER } = options.range ?? {};
    const first = await this.#read(bucket, key, { start, end }, options.ifMatch);
    const { size, etag } = first.object;
    if (options.range !== undefined && start >= size) throw rangeBeyondEnd(bucket, key, start, size);
    const last = Math.min(end, size - 1);
    const read = (from: number) => this.#read(bucket, key, { start: from, end: last }, etag);
    return ReadableStream.from(
      (async function* () {
        let piece = first;
        for (let at = start; at <= last; at += piece.bytes.byteLength) {
          if (at > start) piece = await read(at);
          yield piece.bytes;
        }
      })(),
    );
  }

  /** The next piece of a range; `etag`: only of that content. */
  async #read(
    bucket: string,
    key: string,
    { start, end }: { readonly start: number; readonly end: number },
    etag: string | undefined,
  ): Promise<Piece> {
    checkKey(key);
    const names = this.#names(bucket);
    const { status, values } = await this.#connection.run(
      readObject,
      [names.marker, names.infos, names.body(key)],
      [key, String(start), String(Math.min(end, start + PIECE_BYTES - 1))],
    );
    const [info, bytes] = values;
    if (info === undefined || bytes === undefined) throw refusal(status, bucket, key);
    const object = parseInfo(key, info);
    if (etag !== undefined && etag !== object.etag) throw storedObjectChanged(bucket, key);
    if (bytes.byteLength === 0 && start < object.size) throw refusal('gone', bucket, key);
    return { object, bytes: new Uint8Array(bytes) };
  }
  // #endregion get

  async head(bucket: string, key: string): Promise<StoredObject> {
    return (await this.#read(bucket, key, { start: 0, end: 0 }, undefined)).object;
  }

  // #region delete
  delete(bucket: string, key: string): Promise<void> {
    return this.deleteMany(bucket, [key]);
  }

  async deleteMany(bucket: string, keys: readonly string[]): Promise<void> {
    for (const key of keys) checkKey(key);
    const names = this.#names(bucket);
    for (let at = 0; at < keys.length; at += PAGE) {
      const some = keys.slice(at, at + PAGE);
      const { status } = await this.#connection.run(
        deleteObjects,
        [names.marker, names.index, names.infos, ...some.map((key) => names.body(key))],
        some,
      );
      if (status !== 'ok') throw refusal(status, bucket, '');
    }
  }
  // #endregion delete

  // #region list
  async *list(
    bucket: string,
    prefix: string,
    { startAfter = '' }: { readonly startAfter?: string | undefined } = {},
  ): AsyncIterable<readonly StoredObject[]> {
    const names = this.#names(bucket);
    const keys = [names.marker, names.index, names.infos];
    let after = startAfter;
    for (;;) {
      const reply = await this.#connection.run(listObjects, keys, [...bounds(prefix, after), String(PAGE)]);
      if (reply.status !== 'ok') throw refusal(reply.status, bucket, '');
      const page = objectsIn(reply);
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      after = page.at(-1)?.key ?? '';
    }
  }
  // #endregion list

  async createBucket(bucket: string): Promise<void> {
    await this.#connection.make(this.#names(bucket).marker);
  }

  bucketExists(bucket: string): Promise<boolean> {
    return this.#connection.exists(this.#names(bucket).marker);
  }

  async doctor(signal: AbortSignal): Promise<readonly DoctorFinding[]> {
    return examine(await this.#connection.info(signal));
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #names(bucket: string): BucketNames {
    checkBucket(bucket);
    return new BucketNames(this.#prefix, bucket);
  }
}

// #region bounds
/**
 * From where to where in the sorted set: "[" is inclusive, "(" exclusive. No UTF-8 has the byte 0xFF, so that one behind the
 * prefix is behind all that begins with it.
 */
function bounds(prefix: string, after: string): readonly [least: string, greatest: string | Buffer] {
  const least = after !== '' && compareUtf8(after, prefix) >= 0 ? `(${after}` : `[${prefix}`;
  return [least, Buffer.concat([Buffer.from(`(${prefix}`), Buffer.of(0xff)])];
}
// #endregion bounds

function objectsIn({ values }: Reply): readonly StoredObject[] {
  const objects: StoredObject[] = [];
  for (let i = 0; i + 1 < values.length; i += 2) {
    const [key, info] = values.slice(i, i + 2);
    if (key !== undefined && info !== undefined) objects.push(parseInfo(key.toString(), info));
  }
  return objects;
}

function describe({ contentType, metadata }: StorePutOptions): string {
  return JSON.stringify({ contentType, metadata });
}

// #region errors
/** What a script's answer means to core. */
function refusal(status: string, bucket: string, key: string): Error {
  switch (status) {
    case 'no bucket':
      return noSuchBucket(bucket);
    case 'no key':
      return noSuchKey(bucket, key);
    case 'exists':
      return objectExists(bucket, key);
    default:
      return new LithopsError({
        code: 'LITHOPS_SERVICE_FAILED',
        message: `Expected the bytes of "${key}" in bucket "${bucket}" to be there still, got none: Redis ran out of memory and dropped them (set its maxmemory-policy to noeviction), or the stream that brings them stood still for an hour. Write it again.`,
      });
  }
}
// #endregion errors

function tooLarge(maxBytes: number): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected an object of at most ${maxBytes / 2 ** 20} MB (redis.max_object_size), got more. Redis keeps an object as one string, of 512 MB at most: cut it, or use a store for large objects.`,
  });
}
