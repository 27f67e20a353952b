import type { Job } from '../job/job.js';
import { tooManyFailures } from '../job/too-many-failures.js';
import { deferred } from '../util/deferred.js';
import { onceSettled } from './call-waiters.js';

/** Something that is waited for, and how to stop: whoever stops waiting earlier leaves nothing behind. */
export interface Waiting {
  readonly reached: Promise<void>;
  stop(): void;
}

/** Reached when the call has ended, however it ended. */
export function whenSettled({ table }: Job, index: number): Waiting {
  if (table.isSettled(index)) return REACHED;
  const { promise, resolve } = deferred();
  return { reached: promise, stop: onceSettled(table, index, resolve) };
}

/** Reached when `isEnough` says so; asked at once and after each call that ends. */
export function whenEnough(jobs: readonly Job[], isEnough: () => boolean): Waiting {
  if (isEnough()) return REACHED;
  const { promise, resolve } = deferred();
  const stop = (): void => {
    for (const unsubscribe of stops) unsubscribe();
  };
  const check = (): void => {
    if (!isEnough()) return;
    stop();
    resolve();
  };
  const stops = jobs.map(({ table }) => table.subscribe({ settled: check, counted: check }));
  return { reached: promise, stop };
}

const REACHED: Waiting = { reached: Promise.resolve(), stop: () => undefined };

/** All values in input order. Rejects as soon as a call has failed for good. */
export function allValues(job: Job): Promise<unknown[]> {
  const { table } = job;
  const { promise, resolve, reject } = deferred<unknown[]>();
  const failAtOnce = job.definition.stopAfterFailures === undefined;
  let firstFailure: { readonly index: number } | undefined;
  const finish = (): void => {
    if (!table.allSettled) return;
    stop();
    if (firstFailure !== undefined) reject(failureOf(job, firstFailure.index));
    else resolve(Array.from({ length: table.length }, (_, index) => table.value(index)));
  };
  const onSettled = (index: number): void => {
    if (table.hasFailed(index)) {
      firstFailure ??= { index };
      if (failAtOnce) {
        stop();
        reject(failureOf(job, index));
        return;
      }
    }
    finish();
  };
  const stop = table.subscribe({ settled: onSettled, counted: finish });
  for (let index = 0; index < table.length && firstFailure === undefined; index++) {
    if (table.hasFailed(index)) onSettled(index);
  }
  if (firstFailure === undefined) finish();
  return promise;
}

/** What awaiting the list rejects with. */
function failureOf(job: Job, index: number): unknown {
  const end = job.table.end(index);
  const reason = end?.status === 'rejected' ? end.reason : undefined;
  const { stopAfterFailures } = job.definition;
  return stopAfterFailures === undefined || job.table.failedCount < stopAfterFailures
    ? reason
    : tooManyFailures(job);
}
