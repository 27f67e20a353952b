import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { invalidArgument } from '../errors/index.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { type Body, toStoredBody } from './body.js';
import { CloudObject } from './cloud-object.js';
import { cloudObjectsPrefix } from './key-layout.js';
import { type Listing, listing } from './listing.js';
import { readFileInto, writeFileFrom } from './local-file.js';
import { noStorageBucket, noSuchBucket } from './storage-error.js';
import {
  type CloudObjectOptions,
  checkOptions,
  type GetOptions,
  type ObjectInfo,
  type PutOptions,
  type StorageSource,
} from './storage-options.js';

const putOptionNames = ['contentType', 'metadata', 'ifNoneMatch'];
const getOptionNames = ['stream', 'range'];
const deleteBatchSize = 1000;

/**
 * Objects in buckets, the same on every store. A missing key is `LITHOPS_NO_SUCH_KEY`, a missing bucket
 * `LITHOPS_NO_SUCH_BUCKET`. The store is opened when first used.
 *
 * @example
 * import { Storage } from '@lithops/core';
 *
 * await using storage = new Storage();
 * await storage.putObject('photos', 'raw/1.txt', 'a bridge at night');
 * for await (const key of storage.listKeys('photos', 'raw/')) console.log(key);
 */
export class Storage implements AsyncDisposable {
  readonly #source: StorageSource;
  #backend: Promise<StorageBackend> | undefined;

  constructor(source: StorageSource) {
    this.#source = source;
  }

  /** A `Storage` over a store that somebody else opens and closes. */
  static over(
    backend: StorageBackend | (() => StorageBackend | Promise<StorageBackend>),
    bucket: string | undefined,
    executorId?: string | undefined,
  ): Storage {
    const open = typeof backend === 'function' ? backend : () => backend;
    return new Storage({ bucket, open, ownsBackend: false, executorId });
  }

  /**
   * The configured bucket of temporary data.
   * @throws {LithopsError} `LITHOPS_NO_STORAGE_BUCKET` when the configuration names none.
   */
  get bucket(): string {
    if (this.#source.bucket !== undefined) return this.#source.bucket;
    throw noStorageBucket();
  }

  /** Writes an object. @throws {LithopsError} `LITHOPS_OBJECT_EXISTS` with `ifNoneMatch`, when there is one of that key */
  async putObject(bucket: string, key: string, body: Body, options: PutOptions = {}): Promise<void> {
    checkOptions('putObject', options, putOptionNames);
    const stored = toStoredBody(body);
    await (await this.#open()).put(bucket, key, stored, options);
  }

  /**
   * An object's bytes, or a stream of them.
   * @throws {LithopsError} `LITHOPS_INVALID_RANGE` when `range` begins behind the object's end.
   */
  getObject(
    bucket: string,
    key: string,
    options: GetOptions & { readonly stream: true },
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  getObject(
    bucket: string,
    key: string,
    options?: GetOptions & { readonly stream?: false | undefined },
  ): Promise<Uint8Array<ArrayBuffer>>;
  async getObject(
    bucket: string,
    key: string,
    options: GetOptions = {},
  ): Promise<Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>> {
    checkOptions('getObject', options, getOptionNames);
    const backend = await this.#open();
    const { stream, range } = options;
    return stream === true ? backend.getStream(bucket, key, { range }) : backend.get(bucket, key, { range });
  }

  /** What is known of an object without reading it. @throws {LithopsError} `LITHOPS_NO_SUCH_KEY` */
  async headObject(bucket: string, key: string): Promise<ObjectInfo> {
    return (await this.#open()).head(bucket, key);
  }

  /**
   * Resolves when the bucket is there.
   * @throws {LithopsError} `LITHOPS_NO_SUCH_BUCKET` when it is not.
   */
  async headBucket(bucket: string): Promise<void> {
    if (!(await (await this.#open()).bucketExists(bucket))) throw noSuchBucket(bucket);
  }

  /** Makes a bucket, unless this user has it already. */
  async createBucket(bucket: string): Promise<void> {
    await (await this.#open()).createBucket(bucket);
  }

  /** Deleting what does not exist is no error. */
  async deleteObject(bucket: string, key: string): Promise<void> {
    await (await this.#open()).delete(bucket, key);
  }

  /** Deletes many, 1,000 at a time; a list that streams is never held whole. */
  async deleteObjects(bucket: string, keys: Iterable<string> | AsyncIterable<string>): Promise<void> {
    if (typeof keys === 'string') throw invalidArgument('the keys', 'a list of keys: [key]', keys);
    const backend = await this.#open();
    let batch: string[] = [];
    for await (const key of keys) {
      batch.push(key);
      if (batch.length < deleteBatchSize) continue;
      await backend.deleteMany(bucket, batch);
      batch = [];
    }
    if (batch.length > 0) await backend.deleteMany(bucket, batch);
  }

  /** All objects whose key begins with `prefix` (all without one), in UTF-8 order of their keys. */
  listObjects(bucket: string, prefix = ''): Listing<ObjectInfo> {
    return listing(() => this.#pages(bucket, prefix, (object) => object));
  }

  /** As {@link Storage.listObjects}, keys only. */
  listKeys(bucket: string, prefix = ''): Listing<string> {
    return listing(() => this.#pages(bucket, prefix, (object) => object.key));
  }

  /** Stores a file of this machine; without `key`, under the file's own name. */
  async uploadFile(file: string, bucket: string, key?: string, options: PutOptions = {}): Promise<void> {
    checkOptions('uploadFile', options, putOptionNames);
    const backend = await this.#open();
    await readFileInto(file, (body) => backend.put(bucket, key ?? path.basename(file), body, options));
  }

  /**
   * Writes an object to a file of this machine, which appears whole or not at all; without `file`, under the last part of
   * the key in the working directory. Missing folders are made, a file of that name is replaced.
   */
  async downloadFile(bucket: string, key: string, file: string = path.basename(key)): Promise<void> {
    const body = await (await this.#open()).getStream(bucket, key);
    await writeFileFrom(body, file);
  }

  /** Stores a body and gives the reference that calls can hand on. */
  async putCloudObject(body: Body, options: CloudObjectOptions = {}): Promise<CloudObject> {
    checkOptions('putCloudObject', options, ['bucket', 'key']);
    const prefix = cloudObjectsPrefix(this.#source.executorId);
    const reference = new CloudObject(
      options.bucket ?? this.bucket,
      options.key ?? `${prefix}${randomUUID()}`,
    );
    await this.putObject(reference.bucket, reference.key, body);
    return reference;
  }

  /** What {@link Storage.getObject} gives, of a reference. */
  getCloudObject(
    reference: CloudObject,
    options: GetOptions & { readonly stream: true },
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  getCloudObject(
    reference: CloudObject,
    options?: GetOptions & { readonly stream?: false | undefined },
  ): Promise<Uint8Array<ArrayBuffer>>;
  async getCloudObject(
    { bucket, key }: CloudObject,
    { stream, ...options }: GetOptions = {},
  ): Promise<Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>> {
    return stream === true
      ? this.getObject(bucket, key, { ...options, stream })
      : this.getObject(bucket, key, options);
  }

  /** Deletes what a cloud object refers to. What is gone already is no error. */
  async deleteCloudObject({ bucket, key }: CloudObject): Promise<void> {
    await this.deleteObject(bucket, key);
  }

  /** Deletes what many cloud objects refer to. */
  async deleteCloudObjects(references: Iterable<CloudObject>): Promise<void> {
    const keysByBucket = new Map<string, string[]>();
    for (const { bucket, key } of references) {
      const keys = keysByBucket.get(bucket);
      if (keys === undefined) keysByBucket.set(bucket, [key]);
      else keys.push(key);
    }
    for (const [bucket, keys] of keysByBucket) await this.deleteObjects(bucket, keys);
  }

  /** Ends the store's connections, if this `Storage` opened them. */
  async close(): Promise<void> {
    if (this.#source.ownsBackend && this.#backend !== undefined) await (await this.#backend).close();
  }

  /** As {@link Storage.close}, by `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async *#pages<T>(
    bucket: string,
    prefix: string,
    select: (object: ObjectInfo) => T,
  ): AsyncGenerator<readonly T[]> {
    const backend = await this.#open();
    for await (const page of backend.list(bucket, prefix)) yield page.map(select);
  }

  #open(): Promise<StorageBackend> {
    if (this.#backend !== undefined) return this.#backend;
    const opening = Promise.resolve().then(() => this.#source.open());
    this.#backend = opening;
    opening.catch(() => {
      this.#backend = undefined; // what failed now may work when it is asked again
    });
    return opening;
  }
}
