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

/** All results that were not read so far, in the order of their jobs. */
export async function getUnreadResults(
  unread: readonly (JobHandle & { readonly isSingle: boolean })[],
  options: GetResultOptions | undefined,
): Promise<unknown[]> {
  const values = unread.map((handle) => new JobFutures<unknown>(handle).getResult(options));
  return (await Promise.all(values)).flat(1);
}

async function readValue(future: unknown, { throwOnError = true }: GetResultOptions = {}): Promise<unknown> {
  try {
    return await future;
  } catch (error) {
    if (throwOnError) throw error;
    return undefined;
  }
}

async function within(value: Promise<unknown>, options: GetResultOptions | undefined): Promise<unknown> {
  const { timeoutMs, signal } = parseWaitOptions('getResult', options);
  return await waitTimeout(value, { timeoutMs, signal, onTimeout: 'reject' });
}
