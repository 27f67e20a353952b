import type { MonitorEvent, WatchedJob } from '../spec/monitor.js';
import { EventQueue, type EventQueueOptions } from './event-queue.js';

/** How {@link WatchedEvents} keep what nobody has asked for yet. */
export interface WatchedEventsOptions extends EventQueueOptions {
  /**
   * So many bytes of reports are held for jobs that are not watched yet; then those of the job that has waited longest are
   * dropped, and the next job that is watched begins with a gap.
   * @default 16,777,216
   */
  readonly maxHeldBytes?: number | undefined;
}

interface HeldEvents {
  readonly events: MonitorEvent[];
  sizeBytes: number;
}

/** What an event weighs beside the body of a report, bytes: an event of no size would be held without end. */
const EVENT_BYTES = 100;

/**
 * An {@link EventQueue} that knows which jobs are watched, for client halves that hear of all jobs at one place: a socket, a
 * queue of a broker. What comes of a job before it is watched is held until it is; what comes of one that is not watched any
 * more is dropped. It is read with `for await`, as its queue is.
 *
 * Jobs of a client's own executor are watched before their calls are sent, so what has to be held is of jobs that another
 * executor has left, or of nobody's. Outcomes of jobs that can be taken over are in storage as well: when too much of them is
 * held, some may be dropped, and core is told to look there.
 *
 * @example
 * import { WatchedEvents } from '@lithops/core/spec';
 *
 * const events = new WatchedEvents();
 * const job = { executorId: 'ab12cd-exec1', jobId: 'M0001' };
 * events.push(job, { type: 'report', jobId: job.jobId, body: new Uint8Array(3) });
 * events.watch(job);
 * for await (const event of events) console.log(event.type);
 */
export class WatchedEvents implements AsyncIterable<MonitorEvent> {
  readonly #queue: EventQueue;
  readonly #maxHeldBytes: number;
  readonly #states = new Map<string, 'watched' | 'over'>();
  /** By job, the one that has waited longest first. */
  readonly #held = new Map<string, HeldEvents>();
  #heldBytes = 0;
  #hasDropped = false;
  #watchedCount = 0;

  constructor({ maxHeldBytes = 16 * 1024 * 1024, ...options }: WatchedEventsOptions = {}) {
    this.#queue = new EventQueue(options);
    this.#maxHeldBytes = maxHeldBytes;
  }

  /** Whether any job is watched: only then the program waits for events. */
  get isWatching(): boolean {
    return this.#watchedCount > 0;
  }

  /** Its events are told from now on, those that were held first. */
  watch(job: WatchedJob): void {
    const name = nameOf(job);
    if (this.#states.get(name) !== 'watched') this.#watchedCount++;
    this.#states.set(name, 'watched');
    for (const event of this.#release(name)) this.#queue.push(event);
    if (this.#hasDropped) this.gap();
  }

  /** Its events are of no use from now on. */
  unwatch(job: WatchedJob): void {
    const name = nameOf(job);
    if (this.#states.get(name) === 'watched') this.#watchedCount--;
    this.#states.set(name, 'over');
    this.#release(name);
  }

  /**
   * Lets the reader have an event when its job is watched, and holds it until then.
   *
   * @param taken - told in its turn: when the reader is done with the event, or would be, were it for the reader
   */
  push(job: Pick<WatchedJob, 'executorId' | 'jobId'>, event: MonitorEvent, taken?: () => void): void {
    const name = nameOf(job);
    const state = this.#states.get(name);
    if (state === undefined) this.#hold(name, event);
    if (state === 'watched') this.#queue.push(event, taken);
    else this.skip(taken);
  }

  /** Nothing for the reader, but to be said taken in its turn: what cannot be read, or is of nobody's. */
  skip(taken?: () => void): void {
    if (taken !== undefined) this.#queue.push(undefined, taken);
  }

  /** The way was interrupted, or is back: core looks into storage. */
  gap(): void {
    this.#queue.push({ type: 'gap' });
  }

  /** Thrown once by the iteration, when what was pushed before has been read. */
  fail(error: unknown): void {
    this.#queue.fail(error);
  }

  /** Ends the iteration. What was not read yet is dropped, and not said to be taken. */
  close(): void {
    this.#queue.close();
    this.#held.clear();
    this.#states.clear();
    this.#watchedCount = 0;
  }

  /** Events of watched jobs, until it is closed. */
  [Symbol.asyncIterator](): AsyncIterator<MonitorEvent> {
    return this.#queue[Symbol.asyncIterator]();
  }

  #hold(name: string, event: MonitorEvent): void {
    const held = this.#held.get(name) ?? { events: [], sizeBytes: 0 };
    const sizeBytes = EVENT_BYTES + (event.type === 'report' ? event.body.byteLength : 0);
    held.events.push(event);
    held.sizeBytes += sizeBytes;
    this.#heldBytes += sizeBytes;
    this.#held.set(name, held);
    for (const oldest of this.#held.keys()) {
      if (this.#heldBytes <= this.#maxHeldBytes) return;
      this.#release(oldest);
      this.#hasDropped = true;
    }
  }

  #release(name: string): readonly MonitorEvent[] {
    const { events = [], sizeBytes = 0 } = this.#held.get(name) ?? {};
    this.#held.delete(name);
    this.#heldBytes -= sizeBytes;
    return events;
  }
}

function nameOf({ executorId, jobId }: Pick<WatchedJob, 'executorId' | 'jobId'>): string {
  return `${executorId}/${jobId}`;
}
