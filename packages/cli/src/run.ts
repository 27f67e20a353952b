import { CommanderError } from 'commander';
import { describeFailure } from './describe-failure.js';
import { program } from './program.js';
import type { CommandStreams } from './streams.js';

/**
 * Runs one command line of `lithops`. Never rejects: whatever goes wrong is told on `stderr`, one line per problem.
 *
 * @param argv - what stands behind `lithops`: `['hello', '-b', 'localhost']`.
 * @returns the exit code: 0, or 1 when it failed.
 * @example
 * import { run } from '@lithops/cli';
 *
 * process.exitCode = await run(process.argv.slice(2), process);
 */
export async function run(argv: readonly string[], streams: CommandStreams = process): Promise<0 | 1> {
  try {
    await program(streams).parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has told it already, and throws for `--help` and `--version` as well.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    streams.stderr.write(describeFailure(error, { withStack: asksForStack(argv) }));
    return 1;
  }
}

/** Read from the arguments themselves, because a command that failed has nothing else to tell. */
function asksForStack(argv: readonly string[]): boolean {
  return argv.some((argument) => argument === '-d' || argument === '--debug');
}
