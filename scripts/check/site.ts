import { CommandFailed, run } from '../setup/command.mjs';
import type { Check } from './check.js';

/** The documentation site can be built: no page is missing, no link leads nowhere, every export has a comment. */
export const site: Check = {
  name: 'documentation site',
  async run() {
    try {
      await run('pnpm', ['--silent', '--dir', 'website', 'run', 'site']);
      return [];
    } catch (error) {
      if (error instanceof CommandFailed) return [error.output.trimEnd()];
      throw error;
    }
  },
};
