import type { CommandStreams } from '../streams.js';
import { withRuntimes } from '../with-runtimes.js';
import { described, type RuntimeOptions } from './runtime-fields.js';

/** Deploys the configured runtime, or the one that is named. */
export async function deployRuntime(
  name: string | undefined,
  options: RuntimeOptions,
  { stdout }: CommandStreams,
): Promise<void> {
  const { memory, timeout } = options;
  const choice = {
    ...(name !== undefined && { runtime: name }),
    ...(memory !== undefined && { runtimeMemoryMb: memory }),
    ...(timeout !== undefined && { runtimeTimeoutMs: timeout * 1000 }),
  };
  const deployed = await withRuntimes(options, choice, (runtimes, signal) => runtimes.deploy(signal));
  stdout.write(`Deployed ${described(deployed)}.\n`);
}
