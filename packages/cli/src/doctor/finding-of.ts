import { isLithopsError } from '@lithops/core';
import { mendOf } from '@lithops/core/config';
import type { DoctorFinding } from '@lithops/core/spec';
import { commandName } from '../command-name.js';
import { oneLine } from '../one-line.js';
import { mendCommand } from './mend-command.js';

/** An error as a finding, with the command that mends it where one is known. */
export function findingOf(error: unknown): DoctorFinding {
  const text = error instanceof Error ? error.message : String(error);
  const code = isLithopsError(error) ? `${error.code}: ` : '';
  return { level: 'problem', message: `${code}${oneLine(text)}`, fix: fixOf(error) };
}

function fixOf(error: unknown): string | undefined {
  if (isLithopsError(error)) {
    const mend = mendOf(error);
    return mend === undefined ? fixes[error.code]?.() : mendCommand(mend);
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return fixes[code]?.();
}

const ownTemporaryFolder = (): string => 'mkdir -p "$HOME/tmp" && export TMPDIR="$HOME/tmp"';
const freeSpace = (): string => `${commandName()} clean --all`;

const fixes: Readonly<Record<string, (() => string) | undefined>> = {
  LITHOPS_NO_STORAGE_BUCKET: () => `${commandName()} config set lithops.storage_bucket BUCKET`,
  LITHOPS_STORAGE_UNSAFE: ownTemporaryFolder,
  EACCES: ownTemporaryFolder,
  EROFS: ownTemporaryFolder,
  ENOSPC: freeSpace,
  EDQUOT: freeSpace,
};
