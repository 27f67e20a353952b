import type { WaitingCall } from '../job/call-queue.js';
import type { Job } from '../job/job.js';

/** Calls of which no payload could be made. Those that are too large for one together go one by one. */
export function settleUnbuilt(job: Job, calls: readonly WaitingCall[], error: unknown): void {
  const indexes = calls.map(({ entry }) => entry.index);
  if (error instanceof RangeError && indexes.length > 1) job.giveBack(indexes, true);
  else for (const index of indexes) job.reject(index, error);
}
