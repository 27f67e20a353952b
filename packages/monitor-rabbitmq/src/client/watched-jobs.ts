import type { MonitorEvent, WatchedJob } from '@lithops/core/spec';
import { queueOf } from '../message.js';

type Held = readonly MonitorEvent[];

/**
 * Which jobs are watched, by queue. What comes of a job before it is watched is kept until it is: its message has left the queue.
 * What comes of one that is not watched any more is of no use.
 */
export class WatchedJobs {
  /** The queue that is read whether or not anything is watched. */
  readonly #ownQueue: string;
  readonly #watched = new Map<string, Set<string>>();
  readonly #over = new Set<string>();
  readonly #held = new Map<string, MonitorEvent[]>();

  constructor(executorId: string) {
    this.#ownQueue = queueOf(executorId);
    this.#watched.set(this.#ownQueue, new Set());
  }

  /** All that are to be read. */
  get queues(): Iterable<string> {
    return this.#watched.keys();
  }

  /** Those in which nothing is watched. */
  get idleQueues(): readonly string[] {
    return [...this.#watched].filter(([, jobs]) => jobs.size === 0).map(([queue]) => queue);
  }

  /** @returns what has come before, and the queue when it is a new one. */
  add({ executorId, jobId }: WatchedJob): { readonly held: Held; readonly newQueue: string | undefined } {
    const queue = queueOf(executorId);
    const known = this.#watched.get(queue);
    this.#watched.set(queue, (known ?? new Set()).add(jobId));
    const name = nameOf(queue, jobId);
    const held = this.#held.get(name) ?? [];
    this.#held.delete(name);
    this.#over.delete(name);
    return { held, newQueue: known === undefined ? queue : undefined };
  }

  /** @returns the queue when it need not be read any more. */
  remove({ executorId, jobId }: WatchedJob): string | undefined {
    const queue = queueOf(executorId);
    const jobs = this.#watched.get(queue);
    jobs?.delete(jobId);
    this.#over.add(nameOf(queue, jobId));
    if (jobs?.size !== 0 || queue === this.#ownQueue) return undefined;
    this.#watched.delete(queue);
    return queue;
  }

  /** @returns the event, when it is to be told now. */
  take(queue: string, jobId: string, event: MonitorEvent): MonitorEvent | undefined {
    if (this.#watched.get(queue)?.has(jobId) === true) return event;
    const name = nameOf(queue, jobId);
    if (this.#over.has(name)) return undefined;
    const held = this.#held.get(name);
    if (held === undefined) this.#held.set(name, [event]);
    else held.push(event);
    return undefined;
  }
}

function nameOf(queue: string, jobId: string): string {
  return `${queue}/${jobId}`;
}
