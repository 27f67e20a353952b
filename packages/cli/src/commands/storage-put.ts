import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LithopsError, type Storage } from '@lithops/core';
import type { CommonOptions } from '../common-options.js';
import { formatSize } from '../format-size.js';
import { printable } from '../printable.js';
import type { CommandStreams } from '../streams.js';

/** Options of `lithops storage put`. */
export interface PutOptions extends CommonOptions {
  readonly key?: string | undefined;
}

/** Stores a file, or with `-` what comes on stdin. */
export async function putObject(
  storage: Storage,
  file: string,
  bucket: string,
  { key }: PutOptions,
  streams: CommandStreams,
): Promise<void> {
  const name = key ?? (file === '-' ? undefined : basename(file));
  if (name === undefined) throw noKey();
  if (file === '-') await putStdin(storage, bucket, name, streams);
  else await putFile(storage, file, bucket, name);
  const { size } = await storage.headObject(bucket, name);
  streams.stdout.write(`Stored ${printable(name)} (${formatSize(size)}) in bucket "${bucket}".\n`);
}

async function putStdin(
  storage: Storage,
  bucket: string,
  key: string,
  { stdin }: CommandStreams,
): Promise<void> {
  if (stdin === undefined) throw new TypeError('Expected a stdin to read from.');
  await storage.putObject(bucket, key, stdin);
}

async function putFile(storage: Storage, file: string, bucket: string, key: string): Promise<void> {
  if (!(await isFile(file))) {
    throw new LithopsError({
      code: 'LITHOPS_INVALID_ARGUMENT',
      message: `Expected a file to store, got "${file}", which is none: name one, or - for stdin.`,
    });
  }
  await storage.uploadFile(file, bucket, key);
}

async function isFile(file: string): Promise<boolean> {
  try {
    return !(await stat(file)).isDirectory();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

function noKey(): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: 'Expected the key under which stdin is to be stored, got none: --key names it.',
  });
}
