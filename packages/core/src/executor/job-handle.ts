import type { CallSite } from '../errors/index.js';
import type { Job } from '../job/job.js';
import type { ContinuationCall } from '../worker/continuation.js';
import type { FuturesList, ResponseFuture } from './surface.js';

/** What futures and lists need of their executor. */
export interface FutureServices {
  /** `list.map` and `list.reduce` run on the executor that made the list. */
  mapOver(source: JobHandle, fn: unknown, options: unknown, site: CallSite): FuturesList<unknown>;
  reduceOver(source: JobHandle, fn: unknown, options: unknown, site: CallSite): ResponseFuture<unknown>;
  logsOf(job: Job, index: number): Promise<string>;
  plot(jobs: readonly Job[], destination: string | undefined): Promise<void>;
  usdOf(stats: { readonly execMs: number }): number | undefined;
  /** Somebody takes the job's results, or that of one call: they are not given out again by `getResult()`. */
  wasRead(job: Job, index?: number): void;
  /** The program has that call's result, or all: a persisted job may be deleted then. */
  handedOut(job: Job, which: number | 'all'): void;
  cancelledBecause(job: Job): (index: number) => unknown;
}

/** A job together with the executor that runs it. */
export interface JobHandle {
  readonly job: Job;
  readonly services: FutureServices;
  readonly failures: LookedAt;
  /** Inside a call, before anything was sent: takes the work back, so that the client can run it. */
  handOver(): ContinuationCall | undefined;
}

/** Which failures somebody has looked at; the rest is reported when the executor closes. */
export class LookedAt {
  #all = false;
  readonly #some = new Set<number>();

  lookAtAll(): void {
    this.#all = true;
  }

  lookAt(index: number): void {
    if (!this.#all) this.#some.add(index);
  }

  hasSeen(index: number): boolean {
    return this.#all || this.#some.has(index);
  }
}
