import { inspect } from 'node:util';
import { insteadOfShipping } from '@lithops/closure';
import { fromProgram } from '../errors/index.js';
import { type ContinuationCall, handOverMethod } from '../worker/continuation.js';
import { CallFuture } from './call-future.js';
import { describeList } from './describe-futures.js';
import type { JobHandle } from './job-handle.js';
import type { CallOptions, GetResultOptions, MapOptions, WaitOptions } from './options.js';
import { outcomeOf, ResultStream, resultOf } from './result-stream.js';
import { allValues } from './settlement.js';
import type {
  CallContext,
  CallOutcome,
  CallResult,
  FuturesList,
  ResponseFuture,
  Returned,
  WaitResult,
} from './surface.js';
import { parseWaitOptions } from './validate-options.js';
import { waitFor } from './wait.js';
import { waitTimeout } from './wait-timeout.js';

/** A job's futures, made from its table as they are asked for. */
export class JobFutures<R> implements FuturesList<R> {
  readonly #handle: JobHandle;
  #all: Promise<R[]> | undefined;

  /** What a function that mentions it is told. */
  get [insteadOfShipping](): string {
    return 'Await it first and send its results, or chain: list.map(…).';
  }

  constructor(handle: JobHandle) {
    this.#handle = handle;
  }

  /** The job behind a list; `undefined` when the value is no list of ours. */
  static handleOf(value: unknown): JobHandle | undefined {
    return typeof value === 'object' && value !== null && #handle in value ? value.#handle : undefined;
  }

  get [Symbol.toStringTag](): string {
    return 'FuturesList';
  }

  [inspect.custom](): string {
    return describeList(this.#handle.job);
  }

  get jobId(): string {
    return this.#handle.job.name;
  }

  get length(): number {
    return this.#handle.job.table.length;
  }

  at(index: number): ResponseFuture<R> | undefined {
    const position = index < 0 ? this.length + index : index;
    return Number.isInteger(position) && position >= 0 && position < this.length
      ? new CallFuture<R>(this.#handle, position)
      : undefined;
  }

  map<U>(fn: (item: R, ctx: CallContext) => Returned<U>, options?: MapOptions): FuturesList<U> {
    const { services } = this.#handle;
    return fromProgram(
      this.map,
      (site) => services.mapOver(this.#handle, fn, options, site) as FuturesList<U>,
    );
  }

  reduce<U>(fn: (results: R[], ctx: CallContext) => Returned<U>, options?: CallOptions): ResponseFuture<U> {
    const { services } = this.#handle;
    return fromProgram(
      this.reduce,
      (site) => services.reduceOver(this.#handle, fn, options, site) as ResponseFuture<U>,
    );
  }

  outcomes(): AsyncIterable<CallOutcome<R>> {
    return { [Symbol.asyncIterator]: () => new ResultStream(this.#handle, outcomeOf<R>) };
  }

  async settled(): Promise<PromiseSettledResult<R>[]> {
    this.#handle.job.consumption.collect();
    this.#handle.failures.lookAtAll();
    await this.wait();
    const { table } = this.#handle.job;
    this.#handle.services.wasRead(this.#handle.job);
    this.#handle.services.handedOut(this.#handle.job, 'all');
    return Array.from({ length: this.length }, (_, index) => table.end(index) as PromiseSettledResult<R>);
  }

  wait(options?: WaitOptions): Promise<WaitResult<ResponseFuture<R>>> {
    return waitFor<R>([this.#handle], (handle, index) => new CallFuture<R>(handle, index), options);
  }

  async getResult(options?: GetResultOptions): Promise<R[]> {
    const { timeoutMs, signal, throwOnError = true } = parseWaitOptions('getResult', options);
    const patience = { timeoutMs, signal, onTimeout: 'reject' } as const;
    if (throwOnError) return (await waitTimeout(this.#values(), patience)) as R[];
    const settled = (await waitTimeout(this.settled(), patience)) ?? [];
    return settled.map((end) => (end.status === 'fulfilled' ? end.value : undefined)) as R[];
  }

  async cancel(): Promise<void> {
    const { job, services, failures } = this.#handle;
    failures.lookAtAll();
    job.cancel('all', services.cancelledBecause(job));
  }

  plot(destination?: string): Promise<void> {
    return this.#handle.services.plot([this.#handle.job], destination);
  }

  #values(): Promise<R[]> {
    if (this.#all === undefined) {
      const { job, failures, services } = this.#handle;
      job.consumption.collect();
      failures.lookAtAll();
      services.wasRead(job);
      this.#all = allValues(job).then((values) => {
        services.handedOut(job, 'all');
        return values as R[];
      });
    }
    return this.#all;
  }

  // biome-ignore lint/suspicious/noThenProperty: a list of futures is a promise of its results
  then<A = R[], B = never>(
    onValue?: ((values: R[]) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#promise().then(onValue, onError);
  }

  catch<B = never>(onError?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<R[] | B> {
    return this.#promise().catch(onError);
  }

  finally(onEnd?: (() => void) | null): Promise<R[]> {
    return this.#promise().finally(onEnd);
  }

  /** What was streamed cannot be awaited: that is a rejection, never an exception of `then`. */
  async #promise(): Promise<R[]> {
    return await this.#values();
  }

  *[Symbol.iterator](): Iterator<ResponseFuture<R>> {
    for (let index = 0; index < this.length; index++) yield new CallFuture<R>(this.#handle, index);
  }

  results(): AsyncIterable<CallResult<R>> {
    return { [Symbol.asyncIterator]: () => this[Symbol.asyncIterator]() };
  }

  [Symbol.asyncIterator](): AsyncIterator<CallResult<R>> {
    return new ResultStream(this.#handle, resultOf<R>);
  }

  /** Returned from a call before any of it was sent: the client is to run it instead. */
  [handOverMethod](): ContinuationCall | undefined {
    return this.#handle.handOver();
  }
}
