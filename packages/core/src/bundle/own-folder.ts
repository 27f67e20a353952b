import { lstat } from 'node:fs/promises';
import { LithopsError } from '../errors/lithops-error.js';
import { codeOf } from '../util/thrown.js';

/**
 * What lies here is run with the rights of this user's workers.
 *
 * @throws {LithopsError} `LITHOPS_STORAGE_UNSAFE` when somebody else can write there
 */
export async function checkOwner(directory: string): Promise<void> {
  const user = process.getuid?.();
  const found = await lstat(directory);
  if (user === undefined || (found.uid === user && (found.mode & 0o022) === 0)) return;
  throw new LithopsError({
    code: 'LITHOPS_STORAGE_UNSAFE',
    message: `Expected ${directory} to be a folder that only this user (${user}) can write to, because workers are made from it; got one of user ${found.uid} with mode ${(found.mode & 0o777).toString(8)}: remove it.`,
  });
}

/** For what need not be there: `undefined` when it is not. */
export function missing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}
