import type { ObjectInfo, Storage } from '@lithops/core';
import type { CommonOptions } from '../common-options.js';
import { formatSize } from '../format-size.js';
import { printable } from '../printable.js';
import { type CommandStreams, written } from '../streams.js';

/** Options of `lithops storage list`. */
export interface ListOptions extends CommonOptions {
  readonly prefix?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Prints the objects of a bucket as they are listed: a bucket of millions is never held whole. */
export async function listObjects(
  storage: Storage,
  bucket: string,
  { prefix = '', json = false }: ListOptions,
  { stdout }: CommandStreams,
): Promise<void> {
  let count = 0;
  for await (const object of storage.listObjects(bucket, prefix)) {
    const begin = count === 0 ? '[\n' : ',\n';
    await written(stdout, json ? `${begin}${asJson(object)}` : `${asLine(object)}\n`);
    count++;
  }
  if (json) await written(stdout, count === 0 ? '[]\n' : '\n]\n');
  else if (count === 0) await written(stdout, nothing(bucket, prefix));
}

function asJson({ key, size, lastModified, etag }: ObjectInfo): string {
  return `  ${JSON.stringify({ key, size, lastModified: lastModified.toISOString(), etag: etag ?? null })}`;
}

function asLine({ key, size, lastModified }: ObjectInfo): string {
  const time = lastModified.toISOString().slice(0, 19).replace('T', ' ');
  return `${time}  ${formatSize(size).padStart(8)}  ${printable(key)}`;
}

function nothing(bucket: string, prefix: string): string {
  const below = prefix === '' ? '' : ` whose key begins with "${printable(prefix)}"`;
  return `There are no objects in bucket "${bucket}"${below}.\n`;
}
