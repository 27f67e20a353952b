import { LithopsError, type Storage } from '@lithops/core';
import type { CommonOptions } from '../common-options.js';
import { confirm } from '../confirm.js';
import { counted } from '../format-size.js';
import { printable } from '../printable.js';
import type { CommandStreams } from '../streams.js';

/** Options of `lithops storage delete`. */
export interface DeleteOptions extends CommonOptions {
  readonly prefix?: string | undefined;
}

/** Deletes these objects; one that does not exist is an error, and then none is deleted. */
export async function deleteKeys(
  storage: Storage,
  bucket: string,
  keys: readonly string[],
  { stdout }: CommandStreams,
): Promise<void> {
  await Promise.all(keys.map((key) => storage.headObject(bucket, key)));
  await storage.deleteObjects(bucket, keys);
  for (const key of keys) stdout.write(`Deleted ${printable(key)} from bucket "${bucket}".\n`);
}

/** Deletes all objects whose key begins so. */
export async function deletePrefix(
  storage: Storage,
  bucket: string,
  prefix: string,
  { stdout }: CommandStreams,
): Promise<void> {
  if (prefix === '') throw noPrefix();
  const count = await deleteBelow(storage, bucket, prefix);
  const what = `whose key begins with "${printable(prefix)}"`;
  stdout.write(
    count === 0
      ? `There are no objects in bucket "${bucket}" ${what}.\n`
      : `Deleted ${counted(count, 'object')} ${what} from bucket "${bucket}".\n`,
  );
}

/** Deletes all objects of a bucket, when somebody has said yes. @throws {LithopsError} `LITHOPS_CANCELLED` for a no. */
export async function emptyBucket(
  storage: Storage,
  bucket: string,
  { yes = false }: { readonly yes?: boolean | undefined },
  streams: CommandStreams,
): Promise<void> {
  if (await isEmpty(storage, bucket)) {
    streams.stdout.write(`Bucket "${bucket}" is empty already.\n`);
    return;
  }
  if (!yes && !(await confirm(`Delete all objects of bucket "${bucket}"?`, streams))) throw refused();
  const count = await deleteBelow(storage, bucket, '');
  streams.stdout.write(`Deleted ${counted(count, 'object')} from bucket "${bucket}".\n`);
}

async function isEmpty(storage: Storage, bucket: string): Promise<boolean> {
  for await (const _ of storage.listKeys(bucket)) return false;
  return true;
}

async function deleteBelow(storage: Storage, bucket: string, prefix: string): Promise<number> {
  let count = 0;
  async function* keys(): AsyncGenerator<string> {
    for await (const key of storage.listKeys(bucket, prefix)) {
      count++;
      yield key;
    }
  }
  await storage.deleteObjects(bucket, keys());
  return count;
}

function noPrefix(): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message:
      'Expected a prefix of at least one character, got none: `lithops storage empty` deletes everything.',
  });
}

function refused(): LithopsError {
  return new LithopsError({ code: 'LITHOPS_CANCELLED', message: 'Nothing was deleted.' });
}
