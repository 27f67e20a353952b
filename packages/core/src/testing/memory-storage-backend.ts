import type {
  ByteRange,
  StorageBackend,
  StoredBody,
  StoredObject,
  StoreGetOptions,
  StorePutOptions,
} from '../spec/storage-backend.js';
import { checkBucket, checkKey, checkRange, compareUtf8 } from '../storage/object-name.js';
import {
  noSuchBucket,
  noSuchKey,
  objectExists,
  rangeBeyondEnd,
  storedObjectChanged,
} from '../storage/storage-error.js';

const pageSize = 1000;

/** One stored object: its bytes are never changed in place. */
interface MemoryObject {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly info: StoredObject;
  readonly contentType: string | undefined;
  readonly metadata: Readonly<Record<string, string>> | undefined;
}

type Bucket = Map<string, MemoryObject>;

/** Buckets in this process's memory, shared by all backends over them. */
export type MemoryBuckets = Map<string, Bucket>;

/** A store in this process's memory, with the behaviour of a real one. */
export class MemoryStorage implements StorageBackend {
  readonly specVersion = 1;
  readonly name = 'memory';
  readonly #buckets: MemoryBuckets;
  #writes = 0;

  constructor(buckets: MemoryBuckets = new Map()) {
    this.#buckets = buckets;
  }

  async put(bucket: string, key: string, body: StoredBody, options: StorePutOptions = {}): Promise<void> {
    checkKey(key);
    this.#bucket(bucket);
    const bytes = await copyBody(body);
    const objects = this.#bucket(bucket);
    if (options.ifNoneMatch === true && objects.has(key)) throw objectExists(bucket, key);
    this.#writes += 1;
    const etag = `"${this.#writes}-${bytes.byteLength}"`;
    objects.set(key, {
      bytes,
      info: { key, size: bytes.byteLength, lastModified: new Date(), etag },
      contentType: options.contentType,
      metadata: options.metadata,
    });
  }

  async get(bucket: string, key: string, options: StoreGetOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(options.range);
    const { bytes, info } = this.#object(bucket, key);
    if (options.ifMatch !== undefined && options.ifMatch !== info.etag)
      throw storedObjectChanged(bucket, key);
    return cut(bytes, bucket, key, options.range).slice();
  }

  async getStream(
    bucket: string,
    key: string,
    options: StoreGetOptions = {},
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const bytes = await this.get(bucket, key, options);
    return new ReadableStream({
      start(controller) {
        if (bytes.byteLength > 0) controller.enqueue(bytes);
        controller.close();
      },
    });
  }

  async head(bucket: string, key: string): Promise<StoredObject> {
    return this.#object(bucket, key).info;
  }

  async delete(bucket: string, key: string): Promise<void> {
    checkKey(key);
    this.#bucket(bucket).delete(key);
  }

  async deleteMany(bucket: string, keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.delete(bucket, key);
  }

  async *list(
    bucket: string,
    prefix: string,
    options: { readonly startAfter?: string | undefined } = {},
  ): AsyncIterable<readonly StoredObject[]> {
    const startAfter = options.startAfter ?? '';
    const found = [...this.#bucket(bucket).values()]
      .map(({ info }) => info)
      .filter(({ key }) => key.startsWith(prefix) && compareUtf8(key, startAfter) > 0)
      .sort((a, b) => compareUtf8(a.key, b.key));
    for (let i = 0; i < found.length; i += pageSize) yield found.slice(i, i + pageSize);
  }

  async createBucket(bucket: string): Promise<void> {
    checkBucket(bucket);
    if (!this.#buckets.has(bucket)) this.#buckets.set(bucket, new Map());
  }

  async bucketExists(bucket: string): Promise<boolean> {
    checkBucket(bucket);
    return this.#buckets.has(bucket);
  }

  async close(): Promise<void> {}

  #bucket(bucket: string): Bucket {
    checkBucket(bucket);
    const objects = this.#buckets.get(bucket);
    if (objects === undefined) throw noSuchBucket(bucket);
    return objects;
  }

  #object(bucket: string, key: string): MemoryObject {
    checkKey(key);
    const object = this.#bucket(bucket).get(key);
    if (object === undefined) throw noSuchKey(bucket, key);
    return object;
  }
}

function cut(
  bytes: Uint8Array<ArrayBuffer>,
  bucket: string,
  key: string,
  range: ByteRange | undefined,
): Uint8Array<ArrayBuffer> {
  if (range === undefined) return bytes;
  if (range.start >= bytes.byteLength) throw rangeBeyondEnd(bucket, key, range.start, bytes.byteLength);
  return bytes.subarray(range.start, range.end === undefined ? undefined : range.end + 1);
}

async function copyBody(body: StoredBody): Promise<Uint8Array<ArrayBuffer>> {
  return body instanceof Uint8Array
    ? new Uint8Array(body)
    : new Uint8Array(await new Response(body).arrayBuffer());
}
