import { access, constants, stat } from 'node:fs/promises';

/** What a path is to somebody who wants to write there. */
export type Writability = 'writable' | 'missing' | 'denied' | 'other kind';

/** Can this user write to a file, or into a folder? */
export async function writability(path: string, kind: 'file' | 'folder'): Promise<Writability> {
  try {
    const found = await stat(path);
    if (found.isDirectory() !== (kind === 'folder')) return 'other kind';
    await access(path, kind === 'folder' ? constants.W_OK | constants.X_OK : constants.W_OK);
    return 'writable';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return 'missing';
    if (code === 'ENOTDIR') return 'other kind';
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'denied';
    throw error;
  }
}
