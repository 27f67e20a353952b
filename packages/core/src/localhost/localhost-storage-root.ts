import { chmod, lstat, mkdir, realpath } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { isLithopsError, LithopsError } from '../errors/index.js';
import { messageOf } from '../util/thrown.js';

/** Set in containers of workers: where they see the storage of the client, whoever their user is to them. */
export const STORAGE_ROOT_VARIABLE = 'LITHOPS_LOCALHOST_STORAGE';

/** Where the localhost storage keeps its buckets when nothing else is said: `<temp folder>/lithops-<user>/storage`. */
export function defaultStorageRoot(): string {
  return process.env[STORAGE_ROOT_VARIABLE] ?? ownStorageRoot();
}

function ownStorageRoot(): string {
  return path.join(privateFolder(), 'storage');
}

/**
 * Makes the root exist and gives its real path. The default one lies in a folder that everybody may write to, so it must be
 * this user's own: somebody else who made it first could read and replace what is stored.
 * @throws {LithopsError} `LITHOPS_STORAGE_UNSAFE`; `LITHOPS_STORAGE_UNREACHABLE` when it cannot be made.
 */
export async function openStorageRoot(root: string): Promise<string> {
  const isGiven = process.env[STORAGE_ROOT_VARIABLE] !== undefined;
  try {
    if (!isGiven && root === ownStorageRoot()) await makePrivate(privateFolder());
    await mkdir(path.join(root, '.staging'), { recursive: true, mode: 0o700 });
    return await realpath(root);
  } catch (cause) {
    throw isLithopsError(cause) ? cause : notWritable(root, cause);
  }
}

function notWritable(root: string, cause: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_STORAGE_UNREACHABLE',
    message: `Expected to be able to make the folder ${root} for temporary data, got ${messageOf(cause)}. Set TMPDIR to a folder that can be written.`,
    cause,
  });
}

function privateFolder(): string {
  return path.join(tmpdir(), `lithops-${userName()}`);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`; // a container may run as a user that the system does not list
  }
}

async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid())) {
    throw new LithopsError({
      code: 'LITHOPS_STORAGE_UNSAFE',
      message: `Expected ${folder} to be a folder of user ${userName()}, got ${
        found.isDirectory() ? `one of user id ${found.uid}` : 'something else'
      }. Remove it, or set TMPDIR to a folder of your own.`,
    });
  }
  if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700);
}
