import assert from 'node:assert/strict';
import type { StorageBackend, StoredObject } from '@lithops/core/spec';
import type { StorageSuiteOptions } from './index.js';

/** The store that a suite runs on, with what its tests do over and over. */
export class SuiteStore {
  readonly bucket: string;
  readonly keyForm: StorageSuiteOptions['keys'];
  #backend: StorageBackend | undefined;

  constructor({ bucket, keys }: Pick<StorageSuiteOptions, 'bucket' | 'keys'>) {
    this.bucket = bucket;
    this.keyForm = keys;
  }

  get backend(): StorageBackend {
    if (this.#backend === undefined) throw new Error('The store of the suite was not opened.');
    return this.#backend;
  }

  async open(backend: StorageBackend): Promise<void> {
    this.#backend = backend;
    await backend.createBucket(this.bucket);
  }

  async close(): Promise<void> {
    await this.backend.deleteMany(this.bucket, await this.keys(''));
    await this.backend.close();
  }

  put(key: string, text = key): Promise<void> {
    return this.backend.put(this.bucket, key, Buffer.from(text));
  }

  async read(key: string): Promise<string> {
    return Buffer.from(await this.backend.get(this.bucket, key)).toString();
  }

  async keys(prefix: string, startAfter?: string): Promise<string[]> {
    const pages = await pagesOf(this.backend.list(this.bucket, prefix, { startAfter }));
    return pages.flat().map(({ key }) => key);
  }
}

export async function* breakAfter(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
  throw new Error('the source broke');
}

export async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream).text();
}

export async function pagesOf(
  pages: AsyncIterable<readonly StoredObject[]>,
): Promise<(readonly StoredObject[])[]> {
  const all: (readonly StoredObject[])[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

export async function rejectsWith(code: string, promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    () => assert.fail(`expected a rejection with ${code}, got a value`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error);
  assert.equal('code' in error && error.code, code, error.message);
  return error;
}

export function byUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
