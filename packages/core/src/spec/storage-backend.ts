import type { DoctorFinding } from './doctor.js';

/** Bytes or a stream of bytes, as a store takes them. */
export type StoredBody = Uint8Array | ReadableStream<Uint8Array>;

/** Byte range, `end` inclusive; without `end`, to the end of the object. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number | undefined;
}

export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly lastModified: Date;
  readonly etag: string | undefined;
}

export interface StorePutOptions {
  readonly contentType?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Write only when the key does not exist: `LITHOPS_OBJECT_EXISTS` otherwise. First writer wins. */
  readonly ifNoneMatch?: boolean | undefined;
}

export interface StoreGetOptions {
  readonly range?: ByteRange | undefined;
  /** Read only what still has this etag, as `head` and `list` told it: `LITHOPS_OBJECT_CHANGED` otherwise. */
  readonly ifMatch?: string | undefined;
}

/**
 * Objects in buckets. Keys are UTF-8 strings with `/` as separator; listings are in UTF-8 byte order.
 * A missing key is `LITHOPS_NO_SUCH_KEY`, a missing bucket `LITHOPS_NO_SUCH_BUCKET`; reads are strongly consistent.
 */
export interface StorageBackend {
  readonly specVersion: 1;
  readonly name: string;
  put(bucket: string, key: string, body: StoredBody, options?: StorePutOptions): Promise<void>;
  get(bucket: string, key: string, options?: StoreGetOptions): Promise<Uint8Array<ArrayBuffer>>;
  getStream(
    bucket: string,
    key: string,
    options?: StoreGetOptions,
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  head(bucket: string, key: string): Promise<StoredObject>;
  /** Deleting what does not exist is no error. */
  delete(bucket: string, key: string): Promise<void>;
  deleteMany(bucket: string, keys: readonly string[]): Promise<void>;
  /** Pages of at most 1,000 objects whose key begins with `prefix`, after `startAfter` (exclusive), never truncated silently. */
  list(
    bucket: string,
    prefix: string,
    options?: { readonly startAfter?: string | undefined },
  ): AsyncIterable<readonly StoredObject[]>;
  /** Idempotent. */
  createBucket(bucket: string): Promise<void>;
  bucketExists(bucket: string): Promise<boolean>;
  /**
   * Deletes what the store keeps beside its objects and a crash left: parts of writes that never ended. Gives the name of
   * each; with `dryRun`, of each that it would delete. Only what belongs to this user's temporary data.
   *
   * @param options.bucket - of temporary data; `undefined`: none is configured
   */
  clean?(options: {
    readonly olderThan: Date;
    readonly dryRun: boolean;
    readonly bucket?: string | undefined;
  }): Promise<readonly string[]>;
  /**
   * What `lithops doctor` cannot know: space, rights, limits. Reads only, and gives up when `signal` is aborted.
   *
   * @param bucket - of temporary data; `undefined`: none is configured
   */
  doctor?(signal: AbortSignal, bucket?: string | undefined): Promise<readonly DoctorFinding[]>;
  close(): Promise<void>;
}
