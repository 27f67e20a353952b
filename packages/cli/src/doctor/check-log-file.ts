import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { DoctorFinding } from '@lithops/core/spec';
import { shellQuoted } from '../shell-quote.js';
import type { ConfiguredCheck } from './check.js';
import { mendCommand } from './mend-command.js';
import { writability } from './writable.js';

/** Can the log file be written, when there is one? An executor refuses to begin without. */
export const logFileCheck: ConfiguredCheck = {
  name: 'log file',
  async run({ configuration }) {
    const { filename } = configuration.lithops.log;
    if (filename === undefined) return [];
    const path = resolve(filename.replace(/^~(?=[/\\]|$)/, homedir()));
    const origin = configuration.sources['lithops.log_filename'] ?? { kind: 'default' };
    const leaveOut = mendCommand({ kind: 'unset', origin, at: 'lithops.log_filename' });
    return [await examineFile(path, leaveOut)];
  },
};

async function examineFile(path: string, leaveOut: string | undefined): Promise<DoctorFinding> {
  const problem = (got: string, fix: string | undefined): DoctorFinding => ({
    level: 'problem',
    message: `expected log_filename to be a file that can be written, got ${path}, ${got}`,
    fix,
  });
  switch (await writability(path, 'file')) {
    case 'writable':
      return { level: 'ok', message: `${path} can be written` };
    case 'denied':
      return problem('which this user may not write to', `chmod u+w ${shellQuoted(path)}`);
    case 'other kind':
      return problem('which is no file', leaveOut);
    case 'missing':
      return examineFolder(path, leaveOut, problem);
  }
}

async function examineFolder(
  path: string,
  leaveOut: string | undefined,
  problem: (got: string, fix: string | undefined) => DoctorFinding,
): Promise<DoctorFinding> {
  const folder = dirname(path);
  switch (await writability(folder, 'folder')) {
    case 'writable':
      return { level: 'ok', message: `${path} will be made` };
    case 'missing':
      return problem('whose folder does not exist', `mkdir -p ${shellQuoted(folder)}`);
    case 'denied':
      return problem('whose folder this user may not write to', leaveOut);
    case 'other kind':
      return problem('which lies below a file', leaveOut);
  }
}
