import { CommandFailed, run } from '../setup/command.mjs';
import type { Suite } from './suite.js';

/** One example: it passes when it ends well and has something to say. */
export function exampleSuite(file: string): Suite {
  return {
    name: file,
    async run() {
      try {
        const output = await run(process.execPath, ['--import', 'tsx', file], { timeoutMs: 5 * 60_000 });
        if (output.trim() !== '') return { passed: 1, failed: 0, skipped: 0, report: '' };
        return { passed: 0, failed: 1, skipped: 0, report: `${file} ended well but printed nothing.` };
      } catch (error) {
        if (!(error instanceof CommandFailed)) throw error;
        return { passed: 0, failed: 1, skipped: 0, report: error.message };
      }
    },
  };
}
