import { callErrorOf } from '../job/call-failure.js';
import { type Deferred, deferred } from '../util/deferred.js';
import { CallFuture } from './call-future.js';
import type { JobHandle } from './job-handle.js';
import type { CallOutcome, CallResult } from './surface.js';

/** Of calls that were handed out so many are still remembered before the memory is given back. */
const MOST_HANDED_OUT = 1024;

/**
 * Hands out what calls came to in completion order. As the first consumer of its list it streams: each outcome is dropped
 * when the loop moves on, and leaving the loop early cancels the rest.
 *
 * There may be millions: what is there is handed out without a promise or a wake-up of its own.
 */
export class ResultStream<E> implements AsyncIterableIterator<E> {
  readonly #handle: JobHandle;
  readonly #toElement: (handle: JobHandle, index: number) => E;
  readonly #drops: boolean;
  /** Calls that ended and were not handed out. */
  #ready: number[] = [];
  #next = 0;
  #handedOut: number | undefined;
  /** Of readers that have come before there is something. */
  #arrival: Deferred<void> | undefined;
  #isOver = false;
  readonly #unsubscribe: () => void;

  /** @param toElement what it throws ends the stream */
  constructor(handle: JobHandle, toElement: (handle: JobHandle, index: number) => E) {
    this.#handle = handle;
    this.#toElement = toElement;
    const { table, consumption } = handle.job;
    for (let index = 0; index < table.length; index++) if (table.isSettled(index)) this.#ready.push(index);
    this.#drops = consumption.stream(this.#ready.length);
    handle.failures.lookAtAll();
    handle.services.wasRead(handle.job);
    this.#unsubscribe = table.subscribe({
      settled: (index) => this.#arrived(index),
      counted: () => this.#wake(),
    });
  }

  #arrived(index: number): void {
    this.#ready.push(index);
    this.#handle.job.consumption.arrived();
    this.#wake();
  }

  #wake(): void {
    this.#arrival?.resolve();
    this.#arrival = undefined;
  }

  next(): Promise<IteratorResult<E>> {
    this.#release();
    if (this.#isOver) return Promise.resolve(END);
    const index = this.#take();
    return index === undefined ? this.#waitForNext() : this.#handOut(index);
  }

  async #waitForNext(): Promise<IteratorResult<E>> {
    while (!this.#isOver) {
      const index = this.#take();
      if (index !== undefined) return await this.#handOut(index);
      if (this.#handle.job.table.allSettled) this.#finish();
      else await this.#nextArrival();
    }
    return END;
  }

  #nextArrival(): Promise<void> {
    this.#arrival ??= deferred();
    return this.#arrival.promise;
  }

  #take(): number | undefined {
    const index = this.#ready[this.#next];
    if (index === undefined) return undefined;
    this.#next++;
    if (this.#next > MOST_HANDED_OUT && 2 * this.#next > this.#ready.length) {
      this.#ready = this.#ready.slice(this.#next);
      this.#next = 0;
    }
    return index;
  }

  #handOut(index: number): Promise<IteratorResult<E>> {
    this.#handedOut = index;
    try {
      return Promise.resolve({ done: false, value: this.#toElement(this.#handle, index) });
    } catch (reason) {
      this.#close();
      return Promise.reject(reason);
    }
  }

  /** The loop has moved on from the outcome it had. */
  #release(): void {
    const index = this.#handedOut;
    this.#handedOut = undefined;
    if (index === undefined || !this.#drops) return;
    this.#handle.job.release(index);
    this.#handle.job.consumption.read();
  }

  #finish(): void {
    this.#end();
    this.#handle.services.handedOut(this.#handle.job, 'all');
  }

  #end(): void {
    this.#isOver = true;
    this.#unsubscribe();
    this.#wake();
  }

  #close(): void {
    const { job, services } = this.#handle;
    this.#release();
    this.#end();
    if (!job.table.allSettled && this.#drops) job.cancel('all', services.cancelledBecause(job));
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#close();
    return END;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** What any call came to, for {@link ResultStream}. */
export function outcomeOf<R>(handle: JobHandle, index: number): CallOutcome<R> {
  const { table } = handle.job;
  const future = new CallFuture<R>(handle, index);
  const item = handle.job.toldItem(index);
  if (!table.hasFailed(index))
    return { index, item, status: 'fulfilled', value: table.value(index) as R, future };
  const end = table.end(index);
  const cause = end?.status === 'rejected' ? end.reason : undefined;
  const reason = callErrorOf(cause, { index, attempt: table.attempt(index) });
  return { index, item, status: 'rejected', reason, future };
}

/** A value, for {@link ResultStream}. @throws what the call failed with */
export function resultOf<R>(handle: JobHandle, index: number): CallResult<R> {
  const { table } = handle.job;
  const future = new CallFuture<R>(handle, index);
  if (table.hasFailed(index)) throw future.error;
  return { index, item: handle.job.toldItem(index), value: table.value(index) as R, future };
}
