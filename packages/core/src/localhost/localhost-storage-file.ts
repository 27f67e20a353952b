import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, open, rename, rm, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { StoredBody } from '../spec/storage-backend.js';
import { hasErrorCode, linkRefused, makeFolders, refuseLinks } from './localhost-storage-safety.js';

/** Where a bucket's file goes to, and whether it may replace another. */
export interface Placement {
  readonly root: string;
  readonly bucketFolder: string;
  readonly file: string;
  readonly exclusive: boolean;
}

/** Deletions remove emptied folders; a writer that loses its folder to one makes it again, this many times at most. */
const maxPlacements = 100;

/**
 * Writes beside the buckets first and moves the whole into place, so that no reader ever sees a part.
 * Rejects with `EEXIST` when `exclusive` and the file is there: of many writers one wins.
 */
export async function writeFileAtomically(placement: Placement, body: StoredBody): Promise<void> {
  const staged = path.join(placement.root, '.staging', `${process.pid}-${randomUUID()}`);
  try {
    await writeBody(staged, body);
    await place(staged, placement);
  } finally {
    await rm(staged, { force: true });
  }
}

async function writeBody(file: string, body: StoredBody): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    if (body instanceof Uint8Array) await handle.writeFile(body);
    else for await (const chunk of body) await handle.appendFile(chunk);
  } finally {
    await handle.close();
  }
}

async function place(staged: string, { bucketFolder, file, exclusive }: Placement): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await makeFolders(bucketFolder, path.dirname(file));
      return exclusive ? await link(staged, file) : await rename(staged, file);
    } catch (error) {
      const bucketIsGone = (await refuseLinks(bucketFolder)) === 'missing';
      if (!hasErrorCode(error, 'ENOENT') || bucketIsGone || tries === maxPlacements) throw error;
    }
  }
}

/** Opens for reading, following no link. */
export async function openForReading(file: string): Promise<FileHandle> {
  await refuseLinks(path.dirname(file));
  try {
    return await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    throw hasErrorCode(error, 'ELOOP') ? linkRefused(file, error) : error;
  }
}

/** Removes a file if it is there, and says whether it was. */
export async function removeFile(file: string): Promise<boolean> {
  await refuseLinks(path.dirname(file));
  try {
    await unlink(file);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Removes the folders above `file` that are empty now, up to the bucket's own. */
export async function removeEmptyFolders(bucketFolder: string, file: string): Promise<void> {
  for (let folder = path.dirname(file); folder !== bucketFolder; folder = path.dirname(folder)) {
    try {
      await rmdir(folder);
    } catch (error) {
      if (hasErrorCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) return; // in use, or removed by somebody else
      throw error;
    }
  }
}
