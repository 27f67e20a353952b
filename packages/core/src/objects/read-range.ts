import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { streamBytes } from '../storage/file-stream.js';
import { codeOf } from '../util/thrown.js';
import { fileEtag } from './find-files.js';
import { noSuchObject, objectChanged, objectUnreadable } from './object-error.js';
import type { ObjectPart, ObjectPlace } from './object-part.js';
import type { ObjectReaders } from './object-readers.js';
import type { Bytes } from './own-bytes.js';
import { readUrl } from './read-url.js';
import { resumed } from './resumed.js';

/** Reads bytes `start` to `end` (exclusive) of an object: all of them, or throws. Leaving the loop ends the reading. */
export type ReadRange = (start: number, end: number) => AsyncIterable<Bytes>;

/** How the ranges of a part's object are read. A reading that breaks goes on from where it broke, a few times. */
export function rangeReader(part: ObjectPart, readers: ObjectReaders): ReadRange {
  return (start, end) => resumed(part.place, start, end, (from) => readFrom(part, from, end, readers));
}

function readFrom(
  part: ObjectPart,
  start: number,
  end: number,
  readers: ObjectReaders,
): AsyncIterable<Bytes> {
  const { place } = part;
  switch (place.kind) {
    case 'storage':
      return readStored(place, part, start, end, readers);
    case 'url':
      return readUrl(place, part, start, end, readers.url ?? {});
    case 'file':
      return readFileRange(place, part, start, end);
  }
}

async function* readStored(
  { bucket, key }: ObjectPlace & { readonly kind: 'storage' },
  { etag }: ObjectPart,
  start: number,
  end: number,
  readers: ObjectReaders,
): AsyncGenerator<Bytes, void, undefined> {
  const storage = await readers.storage();
  yield* await storage.getStream(bucket, key, { range: { start, end: end - 1 }, ifMatch: etag });
}

async function* readFileRange(
  place: ObjectPlace & { readonly kind: 'file' },
  part: ObjectPart,
  start: number,
  end: number,
): AsyncGenerator<Bytes, void, undefined> {
  const handle = await openFile(place, part);
  yield* streamBytes(handle, start, end - start);
}

async function openFile(
  place: ObjectPlace & { readonly kind: 'file' },
  part: ObjectPart,
): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    // Does not wait for a writer, should it be a pipe by now.
    handle = await open(place.path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw objectUnreadable(place, `the system says ${String(codeOf(error))}`, { cause: error });
    }
    throw noSuchObject(
      place,
      'It was there when the job listed it: workers must see the files of the machine that lists them.',
      error,
    );
  }
  const etag = fileEtag(await handle.stat({ bigint: true }));
  if (etag === part.etag) return handle;
  await handle.close();
  throw objectChanged(place, part.etag ?? 'unknown', etag);
}
