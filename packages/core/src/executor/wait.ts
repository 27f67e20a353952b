import type { JobHandle } from './job-handle.js';
import type { WaitOptions } from './options.js';
import { whenEnough } from './settlement.js';
import type { ResponseFuture, WaitResult } from './surface.js';
import { parseWaitOptions } from './validate-options.js';
import { waitTimeout } from './wait-timeout.js';

/** Some calls of a job: those named, or all. */
export type WaitTarget = JobHandle & { readonly only?: ReadonlySet<number> | undefined };

/** Waits until as many calls as wanted have ended, and tells which have. Nothing is destroyed by its time-out. */
export async function waitFor<R>(
  targets: readonly WaitTarget[],
  toFuture: (handle: JobHandle, index: number) => ResponseFuture<R>,
  options?: WaitOptions,
): Promise<WaitResult<ResponseFuture<R>>> {
  const {
    returnWhen = 'ALL_COMPLETED',
    timeoutMs,
    throwOnError = false,
    signal,
  } = parseWaitOptions('wait', options);
  const isEnough = enoughOf(targets, returnWhen, throwOnError);
  const jobs = targets.map(({ job }) => job);
  const { reached, stop } = whenEnough(jobs, isEnough);
  try {
    await waitTimeout(reached, { timeoutMs, signal, onTimeout: 'resolve' });
  } finally {
    stop();
  }
  if (throwOnError) throwFirstFailure(targets);
  return divide(targets, toFuture);
}

function enoughOf(
  targets: readonly WaitTarget[],
  returnWhen: NonNullable<WaitOptions['returnWhen']>,
  throwOnError: boolean,
): () => boolean {
  const ended = (): number => targets.reduce((sum, target) => sum + countEnded(target), 0);
  const known = (): number =>
    targets.reduce((sum, { job, only }) => sum + (only?.size ?? job.table.length), 0);
  const isRead = (): boolean =>
    targets.every(({ job, only }) => only !== undefined || job.table.total !== undefined);
  const hasFailed = (): boolean => throwOnError && targets.some(({ job }) => job.table.failedCount > 0);
  switch (returnWhen) {
    case 'ALWAYS':
      return () => true;
    case 'ANY_COMPLETED':
      return () => ended() > 0 || (isRead() && known() === 0);
    case 'ALL_COMPLETED':
      return () => hasFailed() || (isRead() && ended() === known());
    default:
      return () => hasFailed() || (isRead() && ended() >= Math.ceil((known() * returnWhen) / 100));
  }
}

function countEnded({ job, only }: WaitTarget): number {
  if (only === undefined) return job.table.settledCount;
  return [...only].filter((index) => job.table.isSettled(index)).length;
}

function* indexesOf({ job, only }: WaitTarget): Generator<number> {
  if (only !== undefined) yield* only;
  else for (let index = 0; index < job.table.length; index++) yield index;
}

function throwFirstFailure(targets: readonly WaitTarget[]): void {
  for (const target of targets) {
    for (const index of indexesOf(target)) {
      const end = target.job.table.end(index);
      if (end?.status !== 'rejected') continue;
      target.failures.lookAt(index);
      throw end.reason;
    }
  }
}

function divide<R>(
  targets: readonly WaitTarget[],
  toFuture: (handle: JobHandle, index: number) => ResponseFuture<R>,
): WaitResult<ResponseFuture<R>> {
  const done: ResponseFuture<R>[] = [];
  const notDone: ResponseFuture<R>[] = [];
  for (const target of targets) {
    for (const index of indexesOf(target)) {
      (target.job.table.isSettled(index) ? done : notDone).push(toFuture(target, index));
    }
  }
  return { done, notDone };
}
