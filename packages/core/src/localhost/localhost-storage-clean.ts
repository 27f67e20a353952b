import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { hasErrorCode } from './localhost-storage-safety.js';

/**
 * Deletes writes that never ended: files of `.staging` that are older than that and whose process is gone. Gives their paths;
 * with `dryRun`, of those it would delete.
 */
export async function cleanStaging(
  root: string,
  { olderThan, dryRun }: { readonly olderThan: Date; readonly dryRun: boolean },
): Promise<readonly string[]> {
  const folder = path.join(root, '.staging');
  const orphans: string[] = [];
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (!isOrphan(name) || !(await isOlder(file, olderThan))) continue;
    if (!dryRun) await rm(file, { force: true });
    orphans.push(file);
  }
  return orphans;
}

/** Staged files are called `<process>-<random>`. */
function isOrphan(name: string): boolean {
  const pid = Number(/^(\d+)-/.exec(name)?.[1]);
  if (!Number.isSafeInteger(pid) || pid === 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return hasErrorCode(error, 'ESRCH');
  }
}

async function isOlder(file: string, time: Date): Promise<boolean> {
  try {
    return (await lstat(file)).mtime < time;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false; // placed or removed meanwhile
    throw error;
  }
}
