import { LithopsError } from '../errors/lithops-error.js';
import { LONGEST_TIMER_MS } from '../util/longest-timer.js';

export interface Patience {
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** What happens when patience is over: resolve with nothing, or reject with `LITHOPS_WAIT_TIMEOUT`. */
  readonly onTimeout: 'resolve' | 'reject';
}

/** Waits no longer than wanted. What is waited for goes on. */
export async function waitTimeout<T>(
  awaited: Promise<T>,
  { timeoutMs, signal, onTimeout }: Patience,
): Promise<T | undefined> {
  if (timeoutMs === undefined && signal === undefined) return awaited;
  let stop: () => void = () => undefined;
  const over = new Promise<undefined>((resolve, reject) => {
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(
            () => (onTimeout === 'resolve' ? resolve(undefined) : reject(timeoutError(timeoutMs))),
            Math.min(timeoutMs, LONGEST_TIMER_MS),
          );
    const abort = (): void => reject(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
  });
  try {
    return await Promise.race([awaited, over]);
  } finally {
    stop();
  }
}

function timeoutError(timeoutMs: number): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_WAIT_TIMEOUT',
    message: `Waited ${timeoutMs} ms and the calls were not finished. They run on: wait again, or cancel them.`,
  });
}
