import { callErrorOf } from '../job/call-failure.js';
import type { InputEntry } from '../job/input.js';
import { deferred } from '../util/deferred.js';
import { CallFuture } from './call-future.js';
import type { JobHandle } from './job-handle.js';
import type { CallOutcome } from './surface.js';

/**
 * Hands outcomes out in completion order. As the first consumer of its list it streams: each outcome is dropped when the
 * loop moves on, and leaving the loop early cancels the rest.
 */
export class ResultStream<R> implements AsyncIterableIterator<CallOutcome<R>> {
  readonly #handle: JobHandle;
  readonly #drops: boolean;
  /** Calls that ended and were not handed out. */
  #ready: number[] = [];
  #next = 0;
  #handedOut: number | undefined;
  #arrival = deferred();
  readonly #unsubscribe: () => void;

  constructor(handle: JobHandle) {
    this.#handle = handle;
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
    this.#arrival.resolve();
    this.#arrival = deferred();
  }

  async next(): Promise<IteratorResult<CallOutcome<R>>> {
    this.#release();
    for (;;) {
      const index = this.#take();
      if (index !== undefined) return { done: false, value: this.#outcome(index) };
      if (this.#handle.job.table.allSettled) return this.#end();
      await this.#arrival.promise;
    }
  }

  #take(): number | undefined {
    const index = this.#ready[this.#next];
    if (index === undefined) return undefined;
    this.#next++;
    if (this.#next > 1024) {
      this.#ready = this.#ready.slice(this.#next);
      this.#next = 0;
    }
    return index;
  }

  #outcome(index: number): CallOutcome<R> {
    const { job } = this.#handle;
    const end = job.table.end(index);
    const entry = job.queue.entry(index);
    const item = entry === undefined ? undefined : itemOf(entry);
    const future = new CallFuture<R>(this.#handle, index);
    this.#handedOut = index;
    if (end?.status === 'rejected') {
      const reason = callErrorOf(end.reason, { index, attempt: job.table.attempt(index) });
      return { index, item, status: 'rejected', reason, future };
    }
    return { index, item, status: 'fulfilled', value: end?.value as R, future };
  }

  /** The loop has moved on from the outcome it had. */
  #release(): void {
    const index = this.#handedOut;
    this.#handedOut = undefined;
    if (index === undefined || !this.#drops) return;
    this.#handle.job.release(index);
    this.#handle.job.consumption.read();
  }

  #end(): IteratorReturnResult<undefined> {
    this.#unsubscribe();
    this.#handle.services.handedOut(this.#handle.job, 'all');
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    const { job, services } = this.#handle;
    this.#release();
    this.#unsubscribe();
    if (!job.table.allSettled && this.#drops) job.cancel('all', services.cancelledBecause(job));
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

function itemOf(entry: InputEntry): unknown {
  if ('item' in entry) return entry.item;
  return 'encoded' in entry ? entry.source?.item : undefined;
}
