import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { streamBytes } from './file-stream.js';

/** Hands a file's bytes to `store` as a stream, and closes it whatever happens. */
export async function readFileInto(
  file: string,
  store: (body: ReadableStream<Uint8Array>) => Promise<void>,
): Promise<void> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  await store(streamBytes(handle, 0, size));
}

/** Writes a stream to a file, which appears whole or not at all. Missing folders are made. */
export async function writeFileFrom(body: AsyncIterable<Uint8Array>, file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const part = `${file}.${randomUUID()}.part`;
  try {
    await pipeline(Readable.from(body), createWriteStream(part, { flags: 'wx' }));
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}
