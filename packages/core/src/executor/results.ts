import { invalidArgument } from '../errors/invalid-argument.js';
import { CallFuture } from './call-future.js';
import { JobFutures } from './job-futures.js';
import type { JobHandle } from './job-handle.js';
import type { GetResultOptions } from './options.js';
import { parseWaitOptions } from './validate-options.js';
import { waitTimeout } from './wait-timeout.js';

/** A future's value, a list's values, or the values of an array of futures. */
export async function getResultOf(futures: unknown, options: GetResultOptions | undefined): Promise<unknown> {
  const list = JobFutures.handleOf(futures);
  if (list !== undefined) return await new JobFutures(list).getResult(options);
  if (CallFuture.callOf(futures) !== undefined) return await within(readValue(futures, options), options);
  if (Array.isArray(futures)) {
    return await within(Promise.all(futures.map((future) => readValue(future, options))), options);
  }
  throw invalidArgument(
    'the argument of getResult',
    'a future, a list of futures, or an array of them',
    futures,
  );
}

/** A job whose results nobody has taken as a whole. */
export interface UnreadHandle extends JobHandle {
  /** Calls whose results were taken one by one. */
  readonly read: ReadonlySet<number>;
}

/** All results that were not read so far, in the order of their jobs. */
export async function getUnreadResults(
  unread: readonly UnreadHandle[],
  options: GetResultOptions | undefined,
): Promise<unknown[]> {
  const values = unread.map((handle) =>
    handle.read.size === 0
      ? new JobFutures<unknown>(handle).getResult(options)
      : within(readRest(handle, options), options),
  );
  return (await Promise.all(values)).flat(1);
}

async function readRest(handle: UnreadHandle, options: GetResultOptions | undefined): Promise<unknown[]> {
  handle.failures.lookAtAll();
  const { done } = await new JobFutures<unknown>(handle).wait();
  const rest = done.filter(({ index }) => !handle.read.has(index));
  return await Promise.all(rest.map((future) => readValue(future, options)));
}

async function readValue(future: unknown, { throwOnError = true }: GetResultOptions = {}): Promise<unknown> {
  try {
    return await future;
  } catch (error) {
    if (throwOnError) throw error;
    return undefined;
  }
}

async function within<T>(value: Promise<T>, options: GetResultOptions | undefined): Promise<T | undefined> {
  const { timeoutMs, signal } = parseWaitOptions('getResult', options);
  return await waitTimeout(value, { timeoutMs, signal, onTimeout: 'reject' });
}
