import { CommandFailed, run } from '../setup/command.mjs';
import type { Check } from './check.js';

/** A tool that judges by itself; what it prints is the problem. */
function tool(name: string, ...args: readonly string[]): Check {
  return {
    name,
    async run() {
      try {
        await run('pnpm', args);
        return [];
      } catch (error) {
        if (error instanceof CommandFailed) return [error.output.trimEnd()];
        throw error;
      }
    },
  };
}

/** The types of every package of the workspace, and of these scripts. */
export const types: readonly Check[] = [
  tool('types', 'exec', 'turbo', 'run', 'types', '--output-logs=errors-only', '--concurrency=2'),
  tool('types of scripts', 'exec', 'tsc', '-p', 'scripts'),
];

/** Form and usual mistakes. */
export const lint: Check = tool('lint', 'exec', 'biome', 'ci', '--colors=off', '--error-on-warnings', '.');

/** Files, exports and dependencies that nothing uses. */
export const unused: Check = tool('unused code', 'exec', 'knip', '--no-progress');
