import { CreateBucketCommand, DeleteObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { failureOf } from '@lithops/aws';
import {
  type DoctorFinding,
  noSuchBucket,
  noSuchKey,
  type PluginContext,
  type StorageBackend,
  type StoredBody,
  type StoredObject,
  type StoreGetOptions,
  type StorePutOptions,
} from '@lithops/core/spec';
import { bucketExists, explainHead } from './s3-bucket.js';
import { type CleanOptions, cleanUploads } from './s3-clean.js';
import type { S3Connection } from './s3-connection.js';
import { deleteObjects } from './s3-delete.js';
import { examine } from './s3-doctor.js';
import { listPages } from './s3-list.js';
import { checkKey } from './s3-name.js';
import { ObjectRead, streamOf } from './s3-read.js';
import { writeObject } from './s3-write.js';
import type { Lease } from './shared-connections.js';

/** Objects in Amazon S3, or in a store that speaks like it. */
export class S3Storage implements StorageBackend {
  readonly specVersion = 1;
  readonly name: string;
  readonly #lease: Lease;
  readonly #connection: S3Connection;
  readonly #context: PluginContext;

  constructor(lease: Lease, context: PluginContext) {
    this.name = lease.connection.settings.section;
    this.#lease = lease;
    this.#connection = lease.connection;
    this.#context = context;
  }

  async put(bucket: string, key: string, body: StoredBody, options: StorePutOptions = {}): Promise<void> {
    checkKey(key);
    await writeObject({ connection: this.#connection, bucket, key, options, log: this.#context.log }, body);
  }

  async get(bucket: string, key: string, options: StoreGetOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.#open(bucket, key, options)).bytes();
  }

  async getStream(
    bucket: string,
    key: string,
    options: StoreGetOptions = {},
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    return streamOf(await this.#open(bucket, key, options));
  }

  async head(bucket: string, key: string): Promise<StoredObject> {
    checkKey(key);
    const what = `to look at "${key}" in bucket "${bucket}"`;
    try {
      const found = await this.#connection.sendRaw(bucket, (client) =>
        client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
      );
      return {
        key,
        size: found.ContentLength ?? 0,
        lastModified: found.LastModified ?? new Date(0),
        etag: found.ETag,
      };
    } catch (error) {
      if (failureOf(error).status === 404) {
        throw (await this.bucketExists(bucket)) ? noSuchKey(bucket, key) : noSuchBucket(bucket);
      }
      throw await explainHead(this.#connection, error, { bucket, key, what });
    }
  }

  async delete(bucket: string, key: string): Promise<void> {
    checkKey(key);
    const request = { bucket, key, what: `to delete "${key}" in bucket "${bucket}"` };
    await this.#connection.send(request, (client) =>
      client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })),
    );
  }

  deleteMany(bucket: string, keys: readonly string[]): Promise<void> {
    return deleteObjects(this.#connection, bucket, keys);
  }

  list(
    bucket: string,
    prefix: string,
    options: { readonly startAfter?: string | undefined } = {},
  ): AsyncIterable<readonly StoredObject[]> {
    return listPages(this.#connection, { bucket, prefix, startAfter: options.startAfter });
  }

  async createBucket(bucket: string): Promise<void> {
    const region = await this.#connection.regionOf(bucket);
    // Only AWS itself wants to be told where; the address of any other server is its place.
    const isAws = this.name === 'aws_s3' && this.#connection.url === undefined;
    const place = isAws && region !== 'us-east-1' ? { LocationConstraint: region as never } : undefined;
    const request = { bucket, what: `to make the bucket "${bucket}"` };
    try {
      await this.#connection.sendRaw(bucket, (client) =>
        client.send(
          new CreateBucketCommand({ Bucket: bucket, ...(place && { CreateBucketConfiguration: place }) }),
        ),
      );
    } catch (error) {
      if (failureOf(error).code === 'BucketAlreadyOwnedByYou') return;
      throw await this.#connection.explain(error, request);
    }
  }

  bucketExists(bucket: string): Promise<boolean> {
    return bucketExists(this.#connection, bucket);
  }

  clean(options: CleanOptions): Promise<readonly string[]> {
    return cleanUploads(this.#connection, this.#context.userHash, options);
  }

  doctor(signal: AbortSignal, bucket?: string): Promise<readonly DoctorFinding[]> {
    return examine(this.#connection, { signal, bucket });
  }

  async close(): Promise<void> {
    this.#lease.release();
  }

  #open(bucket: string, key: string, { range }: StoreGetOptions): Promise<ObjectRead> {
    checkKey(key);
    return ObjectRead.open({ connection: this.#connection, bucket, key, range });
  }
}
