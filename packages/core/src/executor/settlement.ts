import type { Job } from '../job/job.js';
import { deferred } from '../util/deferred.js';

/** Resolves when the call has ended, however it ended. */
export function whenSettled(job: Job, index: number): Promise<void> {
  if (job.table.isSettled(index)) return Promise.resolve();
  const { promise, resolve } = deferred();
  const stop = job.table.subscribe({
    settled: (ended) => {
      if (ended === index) finish();
    },
    counted: (total) => {
      if (index >= total) finish();
    },
  });
  function finish(): void {
    stop();
    resolve();
  }
  return promise;
}

/** Resolves when `isEnough` says so; asked at once and after each call that ends. */
export function whenEnough(
  jobs: readonly Job[],
  isEnough: () => boolean,
  signal?: AbortSignal | undefined,
): Promise<void> {
  if (isEnough()) return Promise.resolve();
  const { promise, resolve, reject } = deferred();
  const check = (): void => {
    if (isEnough()) resolve();
  };
  const stops = jobs.map(({ table }) => table.subscribe({ settled: check, counted: check }));
  const abort = (): void => reject(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  return promise.finally(() => {
    for (const stop of stops) stop();
    signal?.removeEventListener('abort', abort);
  });
}

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
    else resolve(Array.from({ length: table.length }, (_, index) => readValue(job, index)));
  };
  const onSettled = (index: number): void => {
    if (table.end(index)?.status === 'rejected') {
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
    if (table.end(index)?.status === 'rejected') onSettled(index);
  }
  if (firstFailure === undefined) finish();
  return promise;
}

function readValue(job: Job, index: number): unknown {
  const end = job.table.end(index);
  return end?.status === 'fulfilled' ? end.value : undefined;
}

/** What awaiting the list rejects with. */
function failureOf(job: Job, index: number): unknown {
  const end = job.table.end(index);
  const reason = end?.status === 'rejected' ? end.reason : undefined;
  const { stopAfterFailures } = job.definition;
  return stopAfterFailures === undefined || job.table.failedCount < stopAfterFailures
    ? reason
    : job.tooManyFailures();
}
