import type { CommonOptions } from '../common-options.js';
import type { CommandStreams } from '../streams.js';
import { withRuntimes } from '../with-runtimes.js';

interface BuildOptions extends CommonOptions {
  readonly file?: string | undefined;
}

/** Builds an image. What the engine writes goes to stderr, as it comes. */
export async function buildRuntime(
  name: string | undefined,
  options: BuildOptions,
  { stdout, stderr }: CommandStreams,
): Promise<void> {
  await withRuntimes(options, { runtime: name }, async (runtimes, signal) => {
    await runtimes.build(options.file, (text) => stderr.write(text), signal);
    stdout.write(`Built ${runtimes.runtime}. Use it as \`runtime\` of ${runtimes.backend}.\n`);
  });
}
