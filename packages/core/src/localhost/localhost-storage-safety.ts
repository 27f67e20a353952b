import { lstat, mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { LithopsError } from '../errors/index.js';
import { codeOf } from '../util/thrown.js';

/**
 * Refuses a folder that is reached through a symbolic link: it could lie anywhere. A folder that does not exist is fine.
 * @throws {LithopsError} `LITHOPS_STORAGE_UNSAFE`
 */
export async function refuseLinks(folder: string): Promise<'exists' | 'missing'> {
  try {
    if ((await realpath(folder)) !== folder) throw linkRefused(folder);
    return 'exists';
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return 'missing';
    throw error;
  }
}

/** Makes the folders between `bucketFolder` (which must exist: `ENOENT` otherwise) and `folder`, following no link. */
export async function makeFolders(bucketFolder: string, folder: string): Promise<void> {
  if ((await refuseLinks(folder)) === 'exists') return;
  let current = bucketFolder;
  for (const name of path.relative(bucketFolder, folder).split(path.sep)) {
    current = path.join(current, name);
    await makeFolder(current);
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error;
    if (!(await lstat(folder)).isDirectory()) throw linkRefused(folder);
  }
}

/** `LITHOPS_STORAGE_UNSAFE`: a symbolic link where only files and folders belong. */
export function linkRefused(file: string, cause?: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_STORAGE_UNSAFE',
    message: `Expected only files and folders in the localhost storage, got a symbolic link at or above ${file}. Remove it.`,
    cause,
  });
}

/** Is it an error of the file system with one of these codes? */
export function hasErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.some((code) => code === codeOf(error));
}
