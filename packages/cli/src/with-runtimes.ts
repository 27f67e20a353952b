import { LithopsError } from '@lithops/core';
import { RuntimeAdmin, type RuntimePlaceOptions } from '@lithops/core/config';
import { type CommonOptions, executorOptions } from './common-options.js';

/** What the options of `lithops runtime` say of the runtime itself. */
export type RuntimeChoice = Pick<RuntimePlaceOptions, 'runtime' | 'runtimeMemoryMb' | 'runtimeTimeoutMs'>;

/** Opens the runtimes of the configured backend for a while. Ctrl-C aborts the signal, so that nothing is left half done. */
export async function withRuntimes<T>(
  options: CommonOptions,
  choice: RuntimeChoice,
  use: (runtimes: RuntimeAdmin, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const interrupt = (): void => abort.abort(interrupted());
  process.once('SIGINT', interrupt);
  try {
    await using runtimes = await RuntimeAdmin.open({ ...executorOptions(options), ...choice });
    return await use(runtimes, abort.signal);
  } finally {
    process.off('SIGINT', interrupt);
  }
}

function interrupted(): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_CANCELLED',
    message: 'Interrupted: start it again to finish it.',
  });
}
