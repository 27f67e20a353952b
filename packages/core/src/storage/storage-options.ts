import { didYouMean, LithopsError } from '../errors/index.js';
import type { ByteRange, StorageBackend } from '../spec/storage-backend.js';

/** What a listing and `headObject` tell of an object. */
export interface ObjectInfo {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: Date;
  /** Changes with the content; `undefined` where the store has none. */
  readonly etag: string | undefined;
}

/** How an object is written. */
export interface PutOptions {
  /** Its media type, where the store keeps one. @default the store's */
  readonly contentType?: string | undefined;
  /** Words to keep with it, where the store has a place for them. @default none */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Write only when there is no such object yet: `LITHOPS_OBJECT_EXISTS` otherwise. @default false */
  readonly ifNoneMatch?: boolean | undefined;
}

/** How an object is read. */
export interface GetOptions {
  /** `true`: a stream instead of all bytes at once. @default false */
  readonly stream?: boolean | undefined;
  /** Bytes to read, `end` inclusive; an `end` behind the object's is its end. @default all */
  readonly range?: ByteRange | undefined;
}

/** Where a cloud object goes. @default the configured bucket and a new key among the executor's temporary data */
export interface CloudObjectOptions {
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
}

/** What a `Storage` works on. */
export interface StorageSource {
  /** `undefined`: the configuration names none. */
  readonly bucket: string | undefined;
  /** Asked once, when first needed. */
  open(): StorageBackend | Promise<StorageBackend>;
  /** Whether closing the `Storage` closes what `open` gave. */
  readonly ownsBackend: boolean;
  /** Whose temporary data the cloud objects without a key are. */
  readonly executorId?: string | undefined;
}

/**
 * Refuses an option that nobody reads.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` with the nearest name.
 */
export function checkOptions(method: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected the options of ${method} to be among ${known.join(', ')}, got "${unknown}".${didYouMean(unknown, known)}`,
  });
}
