import { inspect } from 'node:util';
import { insteadOfShipping } from '@lithops/closure';
import { LithopsError } from '../errors/lithops-error.js';
import type { ObjectAddress } from '../objects/index.js';
import { formatCallId } from '../storage/key-layout.js';
import { type ContinuationCall, handOverMethod } from '../worker/continuation.js';
import { callStats } from './call-stats.js';
import { describeCall } from './describe-futures.js';
import type { JobHandle } from './job-handle.js';
import type { WaitOptions } from './options.js';
import { whenSettled } from './settlement.js';
import type { CallStats, FutureState, ResponseFuture } from './surface.js';
import { parseWaitOptions } from './validate-options.js';
import { waitTimeout } from './wait-timeout.js';

/** A view of one call in its job's table. Made when asked for, so that a million calls are no million objects. */
export class CallFuture<R> implements ResponseFuture<R> {
  readonly index: number;
  readonly #handle: JobHandle;
  #promise: Promise<R> | undefined;

  /** The call behind a future; `undefined` when the value is no future of ours. */
  static callOf(value: unknown): { readonly handle: JobHandle; readonly index: number } | undefined {
    return typeof value === 'object' && value !== null && #handle in value
      ? { handle: value.#handle, index: value.index }
      : undefined;
  }

  /** What a function that mentions it is told. */
  get [insteadOfShipping](): string {
    return 'Await it first and send its results, or chain: list.map(…).';
  }

  constructor(handle: JobHandle, index: number) {
    this.#handle = handle;
    this.index = index;
  }

  get [Symbol.toStringTag](): string {
    return 'ResponseFuture';
  }

  [inspect.custom](): string {
    return describeCall(this.#handle.job, this.index);
  }

  get callId(): string {
    return formatCallId(this.index);
  }

  get state(): FutureState {
    return this.#handle.job.table.state(this.index);
  }

  get error(): unknown {
    const end = this.#handle.job.table.end(this.index);
    this.#handle.failures.lookAt(this.index);
    return end?.status === 'rejected' ? end.reason : undefined;
  }

  get object(): ObjectAddress | undefined {
    return this.#handle.job.objectOf(this.index);
  }

  get stats(): CallStats {
    const { job, services } = this.#handle;
    return callStats(job.table, this.index, services.usdOf);
  }

  async wait(options?: WaitOptions): Promise<FutureState> {
    const { timeoutMs, throwOnError = false, signal } = parseWaitOptions('wait', options);
    const { reached, stop } = whenSettled(this.#handle.job, this.index);
    try {
      await waitTimeout(reached, { timeoutMs, signal, onTimeout: 'resolve' });
    } finally {
      stop();
    }
    if (throwOnError && this.error !== undefined) throw this.error;
    return this.state;
  }

  result(): Promise<R> {
    this.#promise ??= this.#read();
    return this.#promise;
  }

  async #read(): Promise<R> {
    const { job, failures, services } = this.#handle;
    if (!job.consumption.isStream) job.consumption.collect();
    failures.lookAt(this.index);
    await whenSettled(job, this.index).reached;
    services.wasRead(job, this.index);
    services.handedOut(job, this.index);
    const end = job.table.end(this.index);
    if (end === undefined) throw new LithopsError({ code: 'LITHOPS_RESULTS_RELEASED', message: RELEASED });
    if (end.status === 'rejected') throw end.reason;
    return end.value as R;
  }

  async cancel(): Promise<void> {
    const { job, services } = this.#handle;
    this.#handle.failures.lookAt(this.index);
    job.cancel([this.index], services.cancelledBecause(job));
  }

  logs(): Promise<string> {
    return this.#handle.services.logsOf(this.#handle.job, this.index);
  }

  /** Returned from a call before any of it was sent: the client is to run it instead. */
  [handOverMethod](): ContinuationCall | undefined {
    return this.#handle.job.table.total === 1 ? this.#handle.handOver() : undefined;
  }

  // biome-ignore lint/suspicious/noThenProperty: a future is a promise
  then<A = R, B = never>(
    onValue?: ((value: R) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.result().then(onValue, onError);
  }

  catch<B = never>(onError?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<R | B> {
    return this.result().catch(onError);
  }

  finally(onEnd?: (() => void) | null): Promise<R> {
    return this.result().finally(onEnd);
  }
}

const RELEASED =
  'Expected a result that is kept, got one of a list that is being streamed: `for await` hands each out once. ' +
  'Use it inside the loop, or await the list instead.';
