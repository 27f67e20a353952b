import type { Job } from '../job/job.js';

/** What is cancelled when the program aborts a signal, until that is over. */
export class AbortLinks {
  readonly #links = new Set<() => void>();

  /** Calls `cancel` when the signal is aborted, unless the job, when there is one, has ended by then. */
  add(signal: AbortSignal | undefined, cancel: (reason: unknown) => void, job?: Job): void {
    if (signal === undefined) return;
    const onAbort = (): void => cancel(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const unlink = (): void => signal.removeEventListener('abort', onAbort);
    this.#links.add(unlink);
    const unsubscribe = job?.table.subscribe({ settled: () => release(), counted: () => release() });
    const release = (): void => {
      if (!job?.table.allSettled) return;
      unsubscribe?.();
      unlink();
      this.#links.delete(unlink);
    };
    // An empty input has settled by now, and says nothing any more.
    release();
  }

  clear(): void {
    for (const unlink of this.#links) unlink();
    this.#links.clear();
  }
}
