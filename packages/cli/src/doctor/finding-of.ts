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
    if (mend !== undefined) return mendCommand(mend);
    return error.code === 'LITHOPS_CONFIG' ? settingOf(error.message) : fixes[error.code]?.();
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return fixes[code]?.();
}

/** Plug-ins name the key that they find wrong, as all errors do. */
function settingOf(message: string): string | undefined {
  const [, key] = /"([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)"/.exec(message) ?? [];
  return key && `${commandName()} config set ${key} VALUE`;
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
