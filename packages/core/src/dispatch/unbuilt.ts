import type { WaitingCall } from '../job/call-queue.js';
import type { Job } from '../job/job.js';
import { codeOf } from '../util/thrown.js';

/** Calls of which no payload could be made. Those that are too large for one together go one by one. */
export function settleUnbuilt(job: Job, calls: readonly WaitingCall[], error: unknown): void {
  const indexes = calls.map(({ entry }) => entry.index);
  if (isTooLarge(error) && indexes.length > 1) job.giveBack(indexes, true);
  else for (const index of indexes) job.reject(index, error);
}

/** As arrays say it, and as the serializer of V8 does. */
function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError || codeOf(error) === 'ERR_BUFFER_TOO_LARGE';
}
