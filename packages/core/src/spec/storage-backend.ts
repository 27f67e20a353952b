import type { DoctorFinding } from './doctor.js';

/** Bytes or a stream of bytes, as a store takes them. */
export type StoredBody = Uint8Array | ReadableStream<Uint8Array>;

/** Byte range, `end` inclusive; without `end`, to the end of the object. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number | undefined;
}

/** What a store tells of an object. `size` is bytes; `etag` changes with the content. */
export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly lastModified: Date;
  readonly etag: string | undefined;
}

/** How an object is written. */
export interface StorePutOptions {
  readonly contentType?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Write only when the key does not exist: `LITHOPS_OBJECT_EXISTS` otherwise. First writer wins. */
  readonly ifNoneMatch?: boolean | undefined;
}

/** What of an object is read. */
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
  /** Writes an object, all of it or nothing. @throws {LithopsError} `LITHOPS_OBJECT_EXISTS` with `ifNoneMatch` */
  put(bucket: string, key: string, body: StoredBody, options?: StorePutOptions): Promise<void>;
  /** All bytes of an object, or of a range of it. @throws {LithopsError} `LITHOPS_NO_SUCH_KEY`, `LITHOPS_INVALID_RANGE`, `LITHOPS_OBJECT_CHANGED` */
  get(bucket: string, key: string, options?: StoreGetOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** As `get`, as they come. What is missing is told before the stream is given. */
  getStream(
    bucket: string,
    key: string,
    options?: StoreGetOptions,
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  /** What is known of an object without reading it. @throws {LithopsError} `LITHOPS_NO_SUCH_KEY` */
  head(bucket: string, key: string): Promise<StoredObject>;
  /** Deleting what does not exist is no error. */
  delete(bucket: string, key: string): Promise<void>;
  /** Deletes any number of objects. @throws {LithopsError} `LITHOPS_DELETE_INCOMPLETE` that names those that are left */
  deleteMany(bucket: string, keys: readonly string[]): Promise<void>;
  /** Pages of at most 1,000 objects whose key begins with `prefix`, after `startAfter` (exclusive), never truncated silently. */
  list(
    bucket: string,
    prefix: string,
    options?: { readonly startAfter?: string | undefined },
  ): AsyncIterable<readonly StoredObject[]>;
  /** Idempotent. */
  createBucket(bucket: string): Promise<void>;
  /** Whether the bucket is there and may be seen. */
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
  /** Ends connections. Called once; nothing is asked afterwards. */
  close(): Promise<void>;
}
