import type { WatchedJob } from '@lithops/core/spec';
import { queueOf } from '../message.js';

/** Which queues are to be read: that of the client's own executor, and those whose jobs it has taken over. */
export class WatchedQueues {
  /** Read whether or not anything is watched. */
  readonly #ownQueue: string;
  readonly #jobs = new Map<string, Set<string>>();

  constructor(executorId: string) {
    this.#ownQueue = queueOf(executorId);
    this.#jobs.set(this.#ownQueue, new Set());
  }

  /** All that are to be read. */
  get all(): Iterable<string> {
    return this.#jobs.keys();
  }

  /** Those in which nothing is watched. */
  get idle(): readonly string[] {
    return [...this.#jobs].filter(([, jobs]) => jobs.size === 0).map(([queue]) => queue);
  }

  /** @returns the queue when it is a new one. */
  add({ executorId, jobId }: WatchedJob): string | undefined {
    const queue = queueOf(executorId);
    const known = this.#jobs.get(queue);
    this.#jobs.set(queue, (known ?? new Set()).add(jobId));
    return known === undefined ? queue : undefined;
  }

  /** @returns the queue when it need not be read any more. */
  remove({ executorId, jobId }: WatchedJob): string | undefined {
    const queue = queueOf(executorId);
    const jobs = this.#jobs.get(queue);
    jobs?.delete(jobId);
    if (jobs?.size !== 0 || queue === this.#ownQueue) return undefined;
    this.#jobs.delete(queue);
    return queue;
  }
}
