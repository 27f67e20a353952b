import type { BigIntStats, Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { compareUtf8 } from '../storage/object-name.js';
import { codeOf } from '../util/thrown.js';
import type { FoundObject, FoundObjects } from './find-objects.js';
import { noSuchObject, nothingMatches, objectUnreadable } from './object-error.js';
import type { ObjectPlace } from './object-part.js';
import type { Selection } from './parse-name.js';

const whereFilesAre =
  'Files are looked for on this machine; correct the path, or put the file into a bucket.';

/** Files of this machine, in UTF-8 order of their paths. Links to files are followed, links to folders below are not. */
export async function findFiles(paths: Selection, text: string): Promise<FoundObjects> {
  switch (paths.kind) {
    case 'one':
      return [await findFile(paths.text)];
    case 'below':
      return listFiles({ folder: paths.prefix, maxDepth: undefined, matches: () => true }, text);
    case 'matching': {
      const { prefix, maxSlashes, matches } = paths.wildcard;
      const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      const maxDepth = maxSlashes === undefined ? undefined : maxSlashes - slashes(folder);
      return listFiles(
        { folder, maxDepth, matches: (file) => file.startsWith(prefix) && matches(file) },
        text,
      );
    }
  }
}

/** What changes when a file is written anew. */
export function fileEtag({ size, mtimeNs }: BigIntStats): string {
  return `"${size.toString(16)}-${mtimeNs.toString(16)}"`;
}

async function findFile(file: string): Promise<FoundObject> {
  const place: ObjectPlace = { kind: 'file', path: file };
  const found = await statOf(place);
  if (found === undefined) throw noSuchObject(place, whereFilesAre);
  if (found.isFile()) return describe(place, found);
  const isFolder = found.isDirectory();
  throw objectUnreadable(
    place,
    isFolder ? `it is a folder: write "${file}/" for all below it` : 'it is neither a file nor a folder',
  );
}

function describe(place: ObjectPlace, found: BigIntStats): FoundObject {
  return { place, size: Number(found.size), etag: fileEtag(found), ranged: true };
}

/** `undefined`: there is nothing. */
async function statOf(place: ObjectPlace & { readonly kind: 'file' }): Promise<BigIntStats | undefined> {
  try {
    return await stat(place.path, { bigint: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw objectUnreadable(place, `the system says ${String(codeOf(error))}`, { cause: error });
  }
}

interface Walk {
  /** With `/` at its end. */
  readonly folder: string;
  /** Folders below it to go down at most. @default all */
  readonly maxDepth: number | undefined;
  matches(file: string): boolean;
}

async function* listFiles(walk: Walk, text: string): AsyncGenerator<FoundObject> {
  let isEmpty = true;
  for await (const file of filesBelow(walk)) {
    if (!walk.matches(file)) continue;
    const place: ObjectPlace = { kind: 'file', path: file };
    const found = await statOf(place);
    if (found === undefined && file.includes('\uFFFD'))
      throw objectUnreadable(place, 'its name is not UTF-8');
    if (found?.isFile() !== true) continue; // a link to nothing or to a folder, or deleted meanwhile
    isEmpty = false;
    yield describe(place, found);
  }
  if (isEmpty) throw nothingMatches(text, 'no such file on this machine');
}

async function* filesBelow({ folder, maxDepth, matches }: Walk): AsyncGenerator<string> {
  const entries = await readFolder(folder);
  const named = entries.map((entry) => ({
    entry,
    name: entry.isDirectory() ? `${entry.name}/` : entry.name,
  }));
  for (const { entry, name } of named.sort((a, b) => compareUtf8(a.name, b.name))) {
    const file = folder + name;
    if (entry.isFile() || entry.isSymbolicLink()) yield file;
    if (!entry.isDirectory() || maxDepth === 0) continue;
    yield* filesBelow({ folder: file, maxDepth: maxDepth === undefined ? undefined : maxDepth - 1, matches });
  }
}

async function readFolder(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const place: ObjectPlace = { kind: 'file', path: path.normalize(folder) };
    if (codeOf(error) === 'ENOENT') throw noSuchObject(place, whereFilesAre, error);
    throw objectUnreadable(place, `the system says ${String(codeOf(error))}`, { cause: error });
  }
}

function slashes(text: string): number {
  return text.split('/').length - 1;
}
