import type { Job } from '../job/job.js';
import type { JobHandle } from '../spec/compute-backend.js';
import { deferred } from '../util/deferred.js';

/** The calls of one stored payload, with the attempt that each is at. */
export interface StoredCalls {
  readonly activationId: string;
  readonly indexes: readonly number[];
  readonly attempts: readonly number[];
}

/**
 * What was handed over at once: an array of workers, each with the calls of one payload. A call leaves it by an outcome of
 * that attempt, lost, or unwanted.
 */
export class Submission {
  readonly firstSegment: number;
  /** There once the platform has accepted it. */
  handle: JobHandle | undefined;
  readonly #job: Job;
  readonly #workers: readonly StoredCalls[];
  readonly #open = new Map<number, { readonly worker: number; readonly attempt: number }>();
  readonly #over = deferred();

  constructor(job: Job, firstSegment: number, workers: readonly StoredCalls[]) {
    this.#job = job;
    this.firstSegment = firstSegment;
    this.#workers = workers;
    for (const [worker, { indexes, attempts }] of workers.entries()) {
      for (const [position, index] of indexes.entries())
        this.#open.set(index, { worker, attempt: attempts[position] ?? 1 });
    }
  }

  get workerCount(): number {
    return this.#workers.length;
  }

  /** Calls of the worker that has most. */
  get mostCalls(): number {
    return Math.max(...this.#workers.map(({ indexes }) => indexes.length));
  }

  /** Resolves when every call has left, or nobody waits for them any more. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Nobody reads reports any more. */
  letGo(): void {
    this.#over.resolve();
  }

  reported(index: number, attempt: number): void {
    if (this.#open.get(index)?.attempt === attempt) this.#open.delete(index);
    this.#check();
  }

  /** Those of these calls that are open here; they leave, because their worker did not begin them. */
  returned(indexes: readonly number[]): readonly number[] {
    const calls = indexes.filter((index) => this.#open.delete(index));
    this.#check();
    return calls;
  }

  /** Those of one payload that are open; they leave, because their worker says that it cannot run them. */
  failed(activationId: string): readonly number[] {
    return this.leave(this.#workers.findIndex((worker) => worker.activationId === activationId));
  }

  /** A worker's calls that are still open; they leave. */
  leave(worker: number): readonly number[] {
    const calls = this.#workers[worker]?.indexes.filter((index) => this.#open.delete(index)) ?? [];
    this.#check();
    return calls.filter((index) => !this.#job.table.isSettled(index));
  }

  leaveAll(): readonly number[] {
    return [...this.#workers.keys()].flatMap((worker) => this.leave(worker));
  }

  /** Workers that have nothing to do but calls that have left, have settled, or are among these. */
  idleWithout(indexes: ReadonlySet<number>): readonly number[] {
    const busy = new Set<number>();
    for (const [index, { worker }] of this.#open) {
      if (!indexes.has(index) && !this.#job.table.isSettled(index)) busy.add(worker);
    }
    return [...this.#workers.keys()].filter((worker) => !busy.has(worker));
  }

  #check(): void {
    if (this.#open.size === 0) this.#over.resolve();
  }
}
