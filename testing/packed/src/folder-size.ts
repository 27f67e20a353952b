import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** Bytes of all files below a folder; links count as themselves. */
export async function folderSizeBytes(folder: string): Promise<number> {
  let total = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const child = path.join(folder, entry.name);
    total += entry.isDirectory() ? await folderSizeBytes(child) : (await lstat(child)).size;
  }
  return total;
}
