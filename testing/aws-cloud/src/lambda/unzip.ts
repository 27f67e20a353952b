import { createWriteStream } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';

export class TooLargeUnzipped extends Error {}

/**
 * Unzips into a folder that exists, with the permissions that the package has: what others may not read in there, a function
 * cannot read in Lambda either.
 *
 * @returns how many bytes that made
 * @throws {TooLargeUnzipped} when these are more than `limitBytes`
 */
export async function unzip(content: Buffer, folder: string, limitBytes: number): Promise<number> {
  const zip = await yauzl.fromBufferPromise(content, { lazyEntries: true });
  let sizeBytes = 0;
  for await (const entry of zip.eachEntry()) {
    sizeBytes += entry.uncompressedSize;
    if (sizeBytes > limitBytes) throw new TooLargeUnzipped();
    const target = path.join(folder, entry.fileName);
    if (entry.fileName.endsWith('/')) {
      await mkdir(target, { recursive: true });
      continue;
    }
    await mkdir(path.dirname(target), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
    await chmod(target, modeOf(entry.externalFileAttributes));
  }
  return sizeBytes;
}

/** Zips that were not made on Unix have no mode: everybody may read. */
function modeOf(externalFileAttributes: number): number {
  const mode = (externalFileAttributes >>> 16) & 0o777;
  return mode === 0 ? 0o644 : mode;
}
