import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file below a folder. */
export interface FolderFile {
  /** From the folder, with `/` between its parts. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly isExecutable: boolean;
}

/** All files below a folder, by name. Links are none: what npm unpacks has none. */
export async function filesBelow(folder: string): Promise<readonly FolderFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const { size, mode } = await stat(file);
      const name = path.relative(folder, file).split(path.sep).join('/');
      return { name, sizeBytes: size, isExecutable: (mode & 0o100) !== 0 };
    });
  return (await Promise.all(files)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is there at all: whether files are missing is seen without reading them. */
export function listingOf(files: readonly FolderFile[]): string {
  const lines = files.map(({ name, sizeBytes, isExecutable }) => [name, sizeBytes, isExecutable]);
  return createHash('sha256').update(JSON.stringify(lines)).digest('hex');
}

/** SHA-256 of names, modes and contents, in hex. */
export async function contentHash(folder: string, files: readonly FolderFile[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, sizeBytes, isExecutable } of files) {
    hash.update(`${name}\0${sizeBytes}\0${isExecutable}\0`);
    await pipeline(createReadStream(path.join(folder, name)), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) hash.update(chunk);
    });
  }
  return hash.digest('hex');
}
