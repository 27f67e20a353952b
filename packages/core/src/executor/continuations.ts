import type { InputReader } from '../job/input.js';
import { encodedReader } from '../job/input.js';
import type { Job } from '../job/job.js';
import type { ContinuationWork } from '../wire/index.js';
import { collectedReader } from './chained-input.js';
import type { JobFactory, JobKind } from './job-factory.js';
import type { JobHandle } from './job-handle.js';
import { allValues } from './settlement.js';
import { checkContinuationOptions } from './validate-options.js';

export interface ContinuationServices {
  readonly factory: JobFactory;
  /** Gives a job to the engine; its failures and results are nobody's but the parent call's. */
  begin(kind: JobKind, job: Job): JobHandle;
  cancelledBecause(job: Job): (index: number) => unknown;
}

/** Runs work that calls hand over (`ctx.map` and friends): the call's own future takes the result. */
export class Continuations {
  readonly #services: ContinuationServices;

  constructor(services: ContinuationServices) {
    this.#services = services;
  }

  /** What cannot be begun, for a bad option above all, fails the call. */
  run(parent: Job, index: number, work: ContinuationWork): void {
    try {
      checkContinuationOptions(work.method, work.options);
      this.#run(parent, index, work);
    } catch (error) {
      parent.reject(index, error);
    }
  }

  /** Cancelling the call cancels its work, too. */
  #run(parent: Job, index: number, work: ContinuationWork): void {
    const { inner, last } = this.#begin(parent, work);
    const stop = parent.table.subscribe({
      settled: (ended) => {
        if (ended !== index) return;
        stop();
        for (const job of inner)
          if (!job.table.allSettled) job.cancel('all', this.#services.cancelledBecause(job));
      },
      counted: () => undefined,
    });
    allValues(last).then(
      (results) => parent.fulfil(index, work.method === 'map' ? results : results[0]),
      (reason: unknown) => parent.reject(index, reason),
    );
  }

  #begin(parent: Job, work: ContinuationWork): { readonly inner: readonly Job[]; readonly last: Job } {
    const kind = work.method === 'callAsync' ? 'A' : 'M';
    const first = this.#job(kind, parent, work, 0, encodedReader(work.items));
    if (work.method !== 'mapReduce') return { inner: [first.job], last: first.job };
    const reduce = this.#job('R', parent, work, 1, collectedReader(first)).job;
    return { inner: [first.job, reduce], last: reduce };
  }

  #job(kind: JobKind, parent: Job, work: ContinuationWork, position: number, reader: InputReader): JobHandle {
    return this.#services.begin(
      kind,
      this.#services.factory.fromContinuation(kind, parent, work, position, reader),
    );
  }
}
