import { oneLine } from './one-line.js';
import type { CommandStreams } from './streams.js';

/** Tells what a user should know although nothing failed, a line each. */
export function warn(streams: CommandStreams, warnings: readonly string[]): void {
  for (const warning of warnings) streams.stderr.write(`warning: ${oneLine(warning)}\n`);
}
