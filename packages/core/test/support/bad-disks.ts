import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ProgramOptions } from './child-program.js';

/** How a program is made to have a temporary folder on such a disk. */
export interface BadDisk {
  readonly options: ProgramOptions;
  /** What the system says of a write. */
  readonly says: RegExp;
}

function mount(options: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'lithops-disk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
    onTestFinished(() => void execFileSync('umount', [folder]));
    return folder;
  } catch {
    return undefined; // only root may, and not in every container
  }
}

/** 128 KB; where nothing can be mounted, a limit of 64 KB for every file. */
export function fullDisk(): BadDisk {
  const TMPDIR = mount('size=128k');
  if (TMPDIR !== undefined) return { options: { env: { TMPDIR } }, says: /ENOSPC/ };
  return { options: { mostBlocks: 64 }, says: /EFBIG/ };
}

/** Read-only; where nothing can be mounted, a folder of which the owner took the right to write, or a system's own. */
export function readOnlyDisk(): BadDisk {
  const mounted = mount('ro');
  if (mounted !== undefined)
    return { options: { env: { TMPDIR: mounted } }, says: /make the folder .*(EROFS|ENOENT).*TMPDIR/ };
  if (process.getuid?.() === 0)
    return { options: { env: { TMPDIR: '/proc' } }, says: /make the folder .*ENOENT.*TMPDIR/ };
  const folder = mkdtempSync(join(tmpdir(), 'lithops-read-only-'));
  chmodSync(folder, 0o500);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { options: { env: { TMPDIR: folder } }, says: /make the folder .*EACCES.*TMPDIR/ };
}
