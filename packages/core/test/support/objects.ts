import type { ObjectPart, ObjectReaders, ObjectSource, PartitionOptions } from '../../src/objects/index.js';
import { objOver, openPartition, partsOf } from '../../src/objects/index.js';
import type { StorageBackend } from '../../src/spec/index.js';
import { MemoryStorage } from '../../src/testing/memory-storage-backend.js';

/** A store with one bucket, `data`, of these objects. */
export async function storeWith(
  objects: Readonly<Record<string, string | Uint8Array>>,
): Promise<MemoryStorage> {
  const store = new MemoryStorage();
  await store.createBucket('data');
  for (const [key, content] of Object.entries(objects)) await store.put('data', key, Buffer.from(content));
  return store;
}

/** Readers over a store, and what they were told. */
export function readersOver(
  store: StorageBackend = new MemoryStorage(),
  url?: ObjectReaders['url'],
): ObjectReaders & { readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  return { warnings, storage: async () => store, warn: (message) => void warnings.push(message), url };
}

/** `obj` that has no storage of its own: what it gives is parted by `partsOf`. */
export const obj = objOver(() => {
  throw new Error('Expected nobody to iterate over this source.');
});

/** All parts of a source. */
export async function allParts<X>(
  source: ObjectSource<X>,
  options: PartitionOptions,
  readers: ObjectReaders,
): Promise<ObjectPart<X>[]> {
  const parts: ObjectPart<X>[] = [];
  for await (const part of partsOf(source, options, readers)) parts.push(part);
  return parts;
}

/** What calls would read of a source, part by part. */
export async function textsOf(
  source: ObjectSource<unknown>,
  options: PartitionOptions,
  readers: ObjectReaders,
): Promise<string[]> {
  const texts: string[] = [];
  for await (const part of partsOf(source, options, readers)) {
    texts.push(await openPartition(part, readers).text());
  }
  return texts;
}

/** Buckets, URLs or paths, and keys, as `bucket/key`. */
export async function namesFound(source: ObjectSource<unknown>, readers: ObjectReaders): Promise<string[]> {
  const parts = await allParts(source, {}, readers);
  return parts.map(({ place }) => {
    if (place.kind === 'storage') return `${place.bucket}/${place.key}`;
    return place.kind === 'url' ? place.href : place.path;
  });
}

export async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const elements: T[] = [];
  for await (const element of from) elements.push(element);
  return elements;
}
