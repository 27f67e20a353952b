import type { StorageBackend } from '../spec/storage-backend.js';
import { findFiles } from './find-files.js';
import { findUrl } from './find-url.js';
import { nothingMatches } from './object-error.js';
import type { ObjectPlace } from './object-part.js';
import type { ObjectReaders } from './object-readers.js';
import type { ParsedName, Selection } from './parse-name.js';
import { checkScheme } from './storage-scheme.js';

/** An object that is there, with what must be known to part it. */
export interface FoundObject {
  readonly place: ObjectPlace;
  /** Bytes. */
  readonly size: number;
  readonly etag: string | undefined;
  /** `false`: the server gives it only from its first byte. */
  readonly ranged: boolean;
}

export type FoundObjects = Iterable<FoundObject> | AsyncIterable<FoundObject>;

/**
 * Looks for what a name means. Of one object, it is asked at once; a listing is read as it is iterated.
 * @throws {LithopsError} `LITHOPS_NO_SUCH_KEY` when there is nothing.
 */
export async function findObjects(name: ParsedName, readers: ObjectReaders): Promise<FoundObjects> {
  switch (name.kind) {
    case 'url':
      return [await findUrl(name.href, readers)];
    case 'file':
      return findFiles(name.paths, name.text);
    case 'storage': {
      const storage = await readers.storage();
      checkScheme(name.scheme, storage.name, name.text);
      if (name.keys.kind !== 'one') return listStored(storage, name.bucket, name.keys, name.text);
      const { size, etag } = await storage.head(name.bucket, name.keys.text);
      return [stored(name.bucket, name.keys.text, size, etag)];
    }
  }
}

async function* listStored(
  storage: StorageBackend,
  bucket: string,
  keys: Exclude<Selection, { readonly kind: 'one' }>,
  text: string,
): AsyncGenerator<FoundObject> {
  const { prefix } = keys.kind === 'below' ? keys : keys.wildcard;
  let isEmpty = true;
  for await (const page of storage.list(bucket, prefix)) {
    for (const { key, size, etag } of page) {
      if (isFolderMarker(key, size)) continue;
      if (keys.kind === 'matching' && !keys.wildcard.matches(key)) continue;
      isEmpty = false;
      yield stored(bucket, key, size, etag);
    }
  }
  if (isEmpty)
    throw nothingMatches(text, `no such key in bucket "${bucket}" of the storage "${storage.name}"`);
}

/** Consoles make them so that a folder can be seen; they are no data. */
function isFolderMarker(key: string, sizeBytes: number): boolean {
  return sizeBytes === 0 && key.endsWith('/');
}

function stored(bucket: string, key: string, size: number, etag: string | undefined): FoundObject {
  return { place: { kind: 'storage', bucket, key }, size, etag, ranged: true };
}
