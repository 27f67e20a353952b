import { type ProjectFile, sourceFiles } from '../workspace.js';
import type { Check } from './check.js';

const longest = 300;

/** A file of more than 300 lines says in its header why: a comment line that begins with `Long because`. */
export const fileLength: Check = { name: 'length', run: () => tooLong(sourceFiles()) };

/** Files that are too long and give no reason. */
export function tooLong(files: readonly ProjectFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n');
    if (lines.length <= longest || lines.slice(0, 10).some((line) => /^\W*Long because \S/.test(line)))
      return [];
    return [
      `${path} has ${lines.length} lines, more than ${longest}: split it, or say "Long because …" at its top.`,
    ];
  });
}
