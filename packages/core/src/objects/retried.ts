import { setTimeout as pause } from 'node:timers/promises';
import { isLithopsError } from '../errors/index.js';

/** Failures in a row, without a byte in between, after which reading is given up. */
export const maxFailures = 4;
const firstPauseMs = 100;

/** May it go well the next time? Errors that are not ours come from sockets and systems. */
export function mayPass(error: unknown): boolean {
  return !isLithopsError(error) || error.isRetryable;
}

/** The same of a store that was read: what it gives up, it has tried itself as often as its settings say. */
export function mayPassInStore(error: unknown): boolean {
  return !isLithopsError(error) || (error.code === 'LITHOPS_OBJECT_UNREADABLE' && error.isRetryable);
}

/** Waits before the next try: 100 ms, and twice that each time. */
export async function pauseAfter(failures: number): Promise<void> {
  await pause(firstPauseMs * 2 ** (failures - 1));
}

/** Tries again what may pass, a few times. */
export async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (failures >= maxFailures || !mayPass(error)) throw error;
      await pauseAfter(failures);
    }
  }
}
