import type { CommandStreams } from '../streams.js';
import { table } from '../table.js';
import { withRuntimes } from '../with-runtimes.js';
import { type RuntimeOptions, runtimeFields } from './runtime-fields.js';

/** Prints a row for each runtime of this user. */
export async function listRuntimes(options: RuntimeOptions, { stdout }: CommandStreams): Promise<void> {
  const found = await withRuntimes(options, {}, (runtimes) => runtimes.list());
  const rows = found.map(({ id, spec }) => ({ id, ...spec, name: spec.name ?? null }));
  if (options.json === true) stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
  else if (found.length === 0)
    stdout.write('Nothing is deployed. It is when a job first needs it, or by `lithops runtime deploy`.\n');
  else stdout.write(table(found.map(runtimeFields)));
}
