import type { Logger } from '../log/index.js';
import { messageOf } from '../util/thrown.js';

/** Gives what `open` gives; when that fails, undoes what was opened for it before, and throws the failure. */
export async function unlessFails<T>(
  open: () => Promise<T>,
  undo: () => Promise<void>,
  log: Pick<Logger, 'warn'>,
): Promise<T> {
  try {
    return await open();
  } catch (error) {
    await undo().catch((failure: unknown) =>
      log.warn(`What was opened did not close: ${messageOf(failure)}`),
    );
    throw error;
  }
}
