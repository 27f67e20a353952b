import { LithopsError } from '@lithops/core';
import type { RuntimeHandle } from '@lithops/core/spec';
import type { CommandStreams } from '../streams.js';
import { withRuntimes } from '../with-runtimes.js';
import { described, isDeployed, type RuntimeOptions } from './runtime-fields.js';

/** Deletes by id or by image: what is deployed first, then what it was deployed from. */
export async function deleteRuntimes(
  name: string,
  options: RuntimeOptions,
  { stdout }: CommandStreams,
): Promise<void> {
  await withRuntimes(options, {}, async (runtimes) => {
    const found = await runtimes.list();
    const wanted = found.filter((runtime) => isMeant(runtime, name, options.memory));
    if (wanted.length === 0) throw notThere(name, options.memory, runtimes.backend);
    for (const runtime of [...wanted].sort((a, b) => Number(isDeployed(b)) - Number(isDeployed(a)))) {
      await runtimes.delete(runtime);
      stdout.write(`Deleted ${described(runtime)}.\n`);
    }
  });
}

/** A name without a tag means all tags of the image. */
function isMeant({ id, spec }: RuntimeHandle, name: string, memoryMb: number | undefined): boolean {
  if (memoryMb !== undefined && spec.memoryMb !== memoryMb) return false;
  return [id, spec.name, spec.name?.replace(/:[^:/]*$/, '')].includes(name);
}

function notThere(name: string, memoryMb: number | undefined, backend: string): LithopsError {
  const limit = memoryMb === undefined ? '' : ` with ${memoryMb} MB`;
  return new LithopsError({
    code: 'LITHOPS_RUNTIME_MISSING',
    message: `Expected a runtime "${name}"${limit} on ${backend}, found none: \`lithops runtime list -b ${backend}\` shows what is there.`,
  });
}
