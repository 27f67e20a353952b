import type { Storage } from '@lithops/core';
import type { CommonOptions } from '../common-options.js';
import { formatSize } from '../format-size.js';
import { printable } from '../printable.js';
import { type CommandStreams, written } from '../streams.js';

/** Options of `lithops storage get`. */
export interface GetOptions extends CommonOptions {
  readonly output?: string | undefined;
}

/** Writes an object to a file, which appears whole or not at all, or to stdout. */
export async function getObject(
  storage: Storage,
  bucket: string,
  key: string,
  { output }: GetOptions,
  { stdout }: CommandStreams,
): Promise<void> {
  if (output === undefined || output === '-') {
    const body = await storage.getObject(bucket, key, { stream: true });
    for await (const chunk of body) await written(stdout, chunk);
    return;
  }
  await storage.downloadFile(bucket, key, output);
  const { size } = await storage.headObject(bucket, key);
  stdout.write(`Wrote ${printable(key)} (${formatSize(size)}) to ${output}.\n`);
}
