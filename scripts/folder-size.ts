import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Bytes of all files below a folder. A file under two names counts once (esbuild's installation links its program a second
 * time where scripts may run), a symbolic link as itself.
 */
export async function folderSizeBytes(folder: string, counted = new Set<number>()): Promise<number> {
  let total = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const child = path.join(folder, entry.name);
    if (entry.isDirectory()) total += await folderSizeBytes(child, counted);
    else total += await fileSizeBytes(child, counted);
  }
  return total;
}

async function fileSizeBytes(file: string, counted: Set<number>): Promise<number> {
  const { ino, size } = await lstat(file);
  if (counted.has(ino)) return 0;
  counted.add(ino);
  return size;
}
