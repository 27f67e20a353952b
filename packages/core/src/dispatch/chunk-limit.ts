import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';

/** What an activation has time for. */
export interface ActivationTime {
  /** After so long the platform ends it, milliseconds. */
  readonly timeoutMs: number;
  /** Calls that run at the same time. */
  readonly processes: number;
}

/** All calls of an activation must have time to run to their limit before the platform ends it. */
export class ChunkLimit {
  readonly #log: Logger;
  readonly #told = new WeakSet<Job>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Calls that fit. Where the job asks for more, that is said, once. */
  callsThatFit(job: Job, { timeoutMs, processes }: ActivationTime): number {
    const { chunkSize = 0, timeoutMs: callMs } = job.definition;
    const count = Math.max(1, processes * Math.floor(timeoutMs / callMs));
    const hasMore = (job.queue.waiting ?? Number.POSITIVE_INFINITY) > count;
    if (chunkSize <= count || !hasMore || this.#told.has(job)) return count;
    this.#told.add(job);
    const shorterMs = Math.floor(timeoutMs / Math.ceil(chunkSize / processes));
    this.#log.warn(
      `Expected chunkSize × timeoutMs of ${job.name} to fit into an activation, got ${chunkSize} × ${callMs} ms for ${timeoutMs} ms: ` +
        `activations take ${count} each. Say how long a call may take: { timeoutMs: ${shorterMs} } or less, or set chunkSize to ${count}.`,
    );
    return count;
  }
}
