import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { LithopsError } from '../errors/index.js';
import { compareUtf8 } from '../storage/object-name.js';
import { folderNames, parseEntryName } from './localhost-storage-path.js';
import { hasErrorCode, refuseLinks } from './localhost-storage-safety.js';

/** An object that a listing met. */
export interface ListedFile {
  readonly key: string;
  readonly file: string;
}

interface Selection {
  readonly prefix: string;
  readonly startAfter: string;
}

interface Entry {
  readonly type: 'object' | 'folder';
  /** What all keys at or below this entry begin with. */
  readonly start: string;
  readonly path: string;
}

/** Objects of a bucket's folder in UTF-8 order of their keys, read folder by folder as they are asked for. */
export async function* walkObjects(bucketFolder: string, selection: Selection): AsyncGenerator<ListedFile> {
  const segments = selection.prefix.split('/').slice(0, -1);
  if (segments.some((segment) => segment === '.' || segment === '..')) return; // no key has such segments
  const folder = path.join(bucketFolder, ...folderNames(segments));
  await refuseLinks(folder);
  yield* walkFolder(folder, segments.map((segment) => `${segment}/`).join(''), selection);
}

async function* walkFolder(folder: string, start: string, selection: Selection): AsyncGenerator<ListedFile> {
  for (const entry of await readEntries(folder, start, selection)) {
    if (entry.type === 'object') yield { key: entry.start, file: entry.path };
    else yield* walkFolder(entry.path, entry.start, selection);
  }
}

async function readEntries(folder: string, start: string, selection: Selection): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const found of await readFolder(folder)) {
    const entry = toEntry(folder, start, found);
    if (entry !== undefined && isSelected(entry, selection)) entries.push(entry);
  }
  return entries.sort((a, b) => compareUtf8(a.start, b.start));
}

async function readFolder(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return []; // emptied and removed meanwhile
    throw error;
  }
}

function toEntry(folder: string, start: string, found: Dirent): Entry | undefined {
  const name = parseEntryName(found.name);
  const file = path.join(folder, found.name);
  if (name?.type === 'metadata' && found.isFile()) return undefined;
  if (name?.type === 'object' && found.isFile()) {
    return { type: 'object', start: start + name.text, path: file };
  }
  if (name?.type === 'segment' && found.isDirectory()) {
    return { type: 'folder', start: `${start}${name.text}/`, path: file };
  }
  if (name?.type === 'continued' && found.isDirectory()) {
    return { type: 'folder', start: start + name.text, path: file };
  }
  throw new LithopsError({
    code: 'LITHOPS_STORAGE_UNSAFE',
    message: `Expected only files and folders made by the localhost storage, got ${file}. Move it elsewhere.`,
  });
}

function isSelected(entry: Entry, { prefix, startAfter }: Selection): boolean {
  const isFolder = entry.type === 'folder';
  const matches = entry.start.startsWith(prefix) || (isFolder && prefix.startsWith(entry.start));
  const isAfter =
    compareUtf8(entry.start, startAfter) > 0 || (isFolder && startAfter.startsWith(entry.start));
  return matches && isAfter;
}
