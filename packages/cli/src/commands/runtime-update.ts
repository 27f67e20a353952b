import { LithopsError } from '@lithops/core';
import type { RuntimeHandle } from '@lithops/core/spec';
import type { CommonOptions } from '../common-options.js';
import type { CommandStreams } from '../streams.js';
import { withRuntimes } from '../with-runtimes.js';
import { described, isDeployed } from './runtime-fields.js';

/**
 * Deploys anew what is deployed of an image, with the memory and time that each has. One whose worker or settings were others
 * stays: programs of another version may use it.
 */
export async function updateRuntimes(
  name: string | undefined,
  options: CommonOptions,
  { stdout }: CommandStreams,
): Promise<void> {
  const choice = name === undefined ? {} : { runtime: name };
  await withRuntimes(options, choice, async (runtimes, signal) => {
    const before = (await runtimes.list()).filter(
      (one) => isDeployed(one) && one.spec.name === runtimes.runtime,
    );
    if (before.length === 0) throw notDeployed(runtimes.runtime, runtimes.backend);
    const updated = new Set<string>();
    for (const { memoryMb, timeoutMs } of distinct(before)) {
      const deployed = await runtimes.deploy(signal, { memoryMb, timeoutMs });
      updated.add(deployed.id);
      stdout.write(`Updated ${described(deployed)}.\n`);
    }
    for (const { id } of before.filter((one) => !updated.has(one.id)))
      stdout.write(
        `Left ${id} for programs of other versions or settings: \`lithops runtime delete ${id}\`\n`,
      );
  });
}

/** What may be deployed several times under different settings is deployed once under these. */
function distinct(runtimes: readonly RuntimeHandle[]): readonly RuntimeHandle['spec'][] {
  return [...new Map(runtimes.map(({ spec }) => [`${spec.memoryMb} ${spec.timeoutMs}`, spec])).values()];
}

function notDeployed(name: string | undefined, backend: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_RUNTIME_MISSING',
    message: `Expected something to be deployed of ${name === undefined ? 'the managed Node.js' : `"${name}"`} on ${backend}, found nothing: \`lithops runtime deploy -b ${backend}${name === undefined ? '' : ` ${name}`}\``,
  });
}
