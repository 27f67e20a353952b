import { type InputEntry, type InputReader, laterReader } from '../job/input.js';
import { deferred } from '../util/deferred.js';
import type { JobHandle } from './job-handle.js';
import { allValues } from './settlement.js';

/** The results of a job as the input of another: each item is there as soon as its call has ended, in that order. */
export function chainedReader({ job, failures, services }: JobHandle): InputReader {
  consume({ job, failures, services });
  const { table } = job;
  const ready: number[] = [];
  let arrival = deferred();
  const wake = (): void => {
    arrival.resolve();
    arrival = deferred();
  };
  const arrived = (index: number): void => {
    ready.push(index);
    wake();
  };
  for (let index = 0; index < table.length; index++) if (table.isSettled(index)) ready.push(index);
  let left = 0;
  const stop = table.subscribe({ settled: (index) => arrived(index), counted: wake });
  const isDone = (): boolean => table.total !== undefined && left === table.total;
  return {
    get size() {
      return table.total;
    },
    async read(max) {
      while (ready.length === 0 && !isDone()) await arrival.promise;
      const entries = ready.splice(0, max).map((index) => entryOf({ job }, index));
      left += entries.length;
      if (isDone()) stop();
      return { entries, done: isDone() };
    },
    stop() {
      stop();
      left = table.total ?? left;
      wake();
    },
  };
}

function entryOf({ job }: Pick<JobHandle, 'job'>, index: number): InputEntry {
  const end = job.table.end(index);
  return end?.status === 'fulfilled' ? { index, item: end.value } : { index, failure: end?.reason };
}

/** All results of a job as one item: a reducer's input. A failed call fails the reducer without running it. */
export function collectedReader(handle: JobHandle): InputReader {
  consume(handle);
  const entry = allValues(handle.job).then(
    (item): InputEntry => ({ index: 0, item }),
    (failure: unknown): InputEntry => ({ index: 0, failure }),
  );
  return laterReader(() => entry);
}

/** A chained job or a reducer takes these results: they are nobody's unread failures any more. */
function consume({ job, failures, services }: Pick<JobHandle, 'job' | 'failures' | 'services'>): void {
  job.consumption.collect();
  failures.lookAtAll();
  services.wasRead(job);
}
