import type { BigIntStats } from 'node:fs';
import { type FileHandle, lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { DoctorFinding } from '../spec/doctor.js';
import type {
  ByteRange,
  StorageBackend,
  StoredBody,
  StoredObject,
  StoreGetOptions,
  StorePutOptions,
} from '../spec/storage-backend.js';
import { readBytes, streamBytes } from '../storage/file-stream.js';
import { checkBucket, checkKey, checkRange } from '../storage/object-name.js';
import {
  noSuchBucket,
  noSuchKey,
  objectExists,
  rangeBeyondEnd,
  storedObjectChanged,
} from '../storage/storage-error.js';
import { cleanStaging } from './localhost-storage-clean.js';
import { examineRoot } from './localhost-storage-doctor.js';
import {
  openForReading,
  removeEmptyFolders,
  removeFile,
  writeFileAtomically,
} from './localhost-storage-file.js';
import { type ListedFile, walkObjects } from './localhost-storage-list.js';
import { metadataPath, objectPath } from './localhost-storage-path.js';
import { defaultStorageRoot, openStorageRoot } from './localhost-storage-root.js';
import { hasErrorCode, linkRefused, refuseLinks } from './localhost-storage-safety.js';

const pageSize = 1000;
const parallelDeletes = 32;

export interface LocalhostStorageOptions {
  /** Folder of the buckets. @default `<temp folder>/lithops-<user>/storage` */
  readonly root?: string | undefined;
}

/**
 * Objects as files of this machine: what localhost uses, shared by all processes of a user. Writes are atomic, keys cannot
 * leave the root, listings are in UTF-8 order. Content type and metadata are kept in a JSON file beside the object.
 */
export class LocalhostStorage implements StorageBackend {
  readonly specVersion = 1;
  readonly name = 'localhost';
  readonly #wantedRoot: string;
  #root: Promise<string> | undefined;

  constructor(options: LocalhostStorageOptions = {}) {
    this.#wantedRoot = path.resolve(options.root ?? defaultStorageRoot());
  }

  async put(bucket: string, key: string, body: StoredBody, options: StorePutOptions = {}): Promise<void> {
    const { root, bucketFolder, file } = await this.#locate(bucket, key);
    if ((await refuseLinks(bucketFolder)) === 'missing') throw noSuchBucket(bucket);
    try {
      await writeFileAtomically({ root, bucketFolder, file, exclusive: options.ifNoneMatch ?? false }, body);
    } catch (error) {
      if (hasErrorCode(error, 'EEXIST')) throw objectExists(bucket, key, error);
      throw await this.#explain(error, bucket, key);
    }
    await this.#putMetadata(bucket, key, options);
  }

  async get(bucket: string, key: string, options: StoreGetOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    const { handle, start, length } = await this.#open(bucket, key, options);
    try {
      return await readBytes(handle, start, length);
    } finally {
      await handle.close();
    }
  }

  async getStream(
    bucket: string,
    key: string,
    options: StoreGetOptions = {},
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const { handle, start, length } = await this.#open(bucket, key, options);
    return streamBytes(handle, start, length);
  }

  async head(bucket: string, key: string): Promise<StoredObject> {
    const { file } = await this.#locate(bucket, key);
    try {
      await refuseLinks(path.dirname(file));
      return await describe(key, file);
    } catch (error) {
      throw await this.#explain(error, bucket, key);
    }
  }

  async delete(bucket: string, key: string): Promise<void> {
    const { bucketFolder, file } = await this.#locate(bucket, key);
    if (!(await removeFile(file))) return this.#requireBucket(bucket);
    await removeFile(path.join(bucketFolder, metadataPath(key)));
    await removeEmptyFolders(bucketFolder, file);
  }

  async deleteMany(bucket: string, keys: readonly string[]): Promise<void> {
    for (let i = 0; i < keys.length; i += parallelDeletes) {
      await Promise.all(keys.slice(i, i + parallelDeletes).map((key) => this.delete(bucket, key)));
    }
  }

  async *list(
    bucket: string,
    prefix: string,
    options: { readonly startAfter?: string | undefined } = {},
  ): AsyncIterable<readonly StoredObject[]> {
    await this.#requireBucket(bucket);
    const bucketFolder = await this.#bucketFolder(bucket);
    let page: ListedFile[] = [];
    for await (const listed of walkObjects(bucketFolder, { prefix, startAfter: options.startAfter ?? '' })) {
      page.push(listed);
      if (page.length < pageSize) continue;
      yield await describeAll(page);
      page = [];
    }
    if (page.length > 0) yield await describeAll(page);
  }

  async createBucket(bucket: string): Promise<void> {
    await mkdir(await this.#bucketFolder(bucket), { recursive: true, mode: 0o700 });
  }

  async bucketExists(bucket: string): Promise<boolean> {
    return (await refuseLinks(await this.#bucketFolder(bucket))) === 'exists';
  }

  async clean(options: { readonly olderThan: Date; readonly dryRun: boolean }): Promise<readonly string[]> {
    return cleanStaging(await this.#openRoot(), options);
  }

  doctor(): Promise<readonly DoctorFinding[]> {
    return examineRoot(this.#wantedRoot);
  }

  async close(): Promise<void> {}

  async #openRoot(): Promise<string> {
    this.#root ??= openStorageRoot(this.#wantedRoot);
    return this.#root;
  }

  async #bucketFolder(bucket: string): Promise<string> {
    checkBucket(bucket);
    return path.join(await this.#openRoot(), bucket);
  }

  async #locate(bucket: string, key: string) {
    checkKey(key);
    const bucketFolder = await this.#bucketFolder(bucket);
    return { root: await this.#openRoot(), bucketFolder, file: path.join(bucketFolder, objectPath(key)) };
  }

  async #requireBucket(bucket: string): Promise<void> {
    if (!(await this.bucketExists(bucket))) throw noSuchBucket(bucket);
  }

  async #putMetadata(bucket: string, key: string, options: StorePutOptions): Promise<void> {
    const { contentType, metadata } = options;
    const root = await this.#openRoot();
    const bucketFolder = path.join(root, bucket);
    const file = path.join(bucketFolder, metadataPath(key));
    if (contentType === undefined && metadata === undefined) {
      await removeFile(file);
      return;
    }
    const body = Buffer.from(JSON.stringify({ contentType, metadata }));
    await writeFileAtomically({ root, bucketFolder, file, exclusive: false }, body);
  }

  async #open(bucket: string, key: string, { range, ifMatch }: StoreGetOptions): Promise<OpenRange> {
    checkRange(range);
    const { file } = await this.#locate(bucket, key);
    let handle: FileHandle;
    try {
      handle = await openForReading(file);
    } catch (error) {
      throw await this.#explain(error, bucket, key);
    }
    const found = await handle.stat({ bigint: true });
    const size = Number(found.size);
    const isWanted = ifMatch === undefined || ifMatch === etagOf(found);
    if (isWanted && range === undefined) return { handle, start: 0, length: size };
    if (isWanted && range !== undefined && range.start < size) {
      return { handle, start: range.start, length: rangeLength(range, size) };
    }
    await handle.close();
    throw isWanted ? rangeBeyondEnd(bucket, key, range?.start ?? 0, size) : storedObjectChanged(bucket, key);
  }

  async #explain(error: unknown, bucket: string, key: string): Promise<unknown> {
    if (!hasErrorCode(error, 'ENOENT')) return error;
    return (await this.bucketExists(bucket)) ? noSuchKey(bucket, key, error) : noSuchBucket(bucket, error);
  }
}

interface OpenRange {
  readonly handle: FileHandle;
  readonly start: number;
  readonly length: number;
}

function rangeLength(range: ByteRange, size: number): number {
  return Math.min(range.end ?? size - 1, size - 1) - range.start + 1;
}

async function describe(key: string, file: string): Promise<StoredObject> {
  const found = await lstat(file, { bigint: true });
  if (found.isSymbolicLink()) throw linkRefused(file);
  return {
    key,
    size: Number(found.size),
    lastModified: found.mtime,
    etag: etagOf(found),
  };
}

/** A write makes a new file, so these three name one content. */
function etagOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `"${ino.toString(16)}-${size.toString(16)}-${mtimeNs.toString(16)}"`;
}

async function describeAll(page: readonly ListedFile[]): Promise<readonly StoredObject[]> {
  const found = await Promise.all(page.map(({ key, file }) => describeIfThere(key, file)));
  return found.filter((object) => object !== undefined);
}

async function describeIfThere(key: string, file: string): Promise<StoredObject | undefined> {
  try {
    return await describe(key, file);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined; // deleted while listing
    throw error;
  }
}
