import { processWide } from '../util/process-wide.js';
import type { ExecutorCore } from './executor-core.js';

interface Watch {
  readonly cores: Set<WeakRef<ExecutorCore>>;
  isListening: boolean;
}

const watch = processWide<Watch>('unread-failures', () => ({ cores: new Set(), isListening: false }));

/** At the program's end, failures that nobody looked at are a warning: never an unhandled rejection that kills it. */
export function warnOfUnreadFailures(core: ExecutorCore): void {
  for (const reference of watch.cores) if (reference.deref() === undefined) watch.cores.delete(reference);
  watch.cores.add(new WeakRef(core));
  if (watch.isListening) return;
  watch.isListening = true;
  process.once('beforeExit', () => {
    watch.isListening = false;
    for (const reference of watch.cores) warn(reference.deref());
  });
}

function warn(core: ExecutorCore | undefined): void {
  if (core === undefined || core.isClosed) return;
  const failures = core.jobs.takeUnreadFailures();
  if (failures !== undefined) core.log.warn(failures.message);
}
