import { tmpdir } from 'node:os';
import { shellQuoted } from '../shell-quote.js';
import type { Check } from './check.js';
import { writability } from './writable.js';

/** Is there a folder for temporary files? Caches and the localhost storage lie below it. */
export function temporaryFolderCheck(folder: string = tmpdir()): Check<unknown> {
  return {
    name: 'temp folder',
    async run() {
      const found = await writability(folder, 'folder');
      if (found === 'writable') return [{ level: 'ok', message: `${folder} can be written` }];
      const message = `expected the folder for temporary files to be one that can be written, got ${folder}, which ${reasons[found]}`;
      const fix =
        found === 'missing'
          ? `mkdir -p ${shellQuoted(folder)}`
          : 'mkdir -p "$HOME/tmp" && export TMPDIR="$HOME/tmp"';
      return [{ level: 'problem', message, fix }];
    },
  };
}

const reasons = {
  missing: 'does not exist',
  denied: 'this user may not write to',
  'other kind': 'is no folder',
} as const;
