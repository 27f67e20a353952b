import { invalidArgument } from '../errors/invalid-argument.js';
import type { Job } from '../job/job.js';
import { CallFuture } from './call-future.js';
import { JobFutures } from './job-futures.js';
import type { JobHandle } from './job-handle.js';
import type { WaitTarget } from './wait.js';

/** The calls that a list, a future or an array of futures stands for; `undefined` for anything else. */
export function targetsOf(value: unknown): readonly WaitTarget[] | undefined {
  const list = JobFutures.handleOf(value);
  if (list !== undefined) return [list];
  const futures = Array.isArray(value) ? value : [value];
  const calls = futures.map((future) => CallFuture.callOf(future));
  const byJob = new Map<Job, { handle: JobHandle; indexes: Set<number> }>();
  for (const call of calls) {
    if (call === undefined) {
      if (Array.isArray(value)) throw invalidArgument('the list to wait for', 'futures only', value);
      return undefined;
    }
    const known = byJob.get(call.handle.job) ?? { handle: call.handle, indexes: new Set<number>() };
    known.indexes.add(call.index);
    byJob.set(call.handle.job, known);
  }
  return [...byJob.values()].map(({ handle, indexes }) => ({
    ...handle,
    handOver: () => undefined,
    only: indexes,
  }));
}
