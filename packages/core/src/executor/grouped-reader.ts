import { LithopsError } from '../errors/lithops-error.js';
import type { InputBatch, InputEntry, InputReader } from '../job/input.js';
import { tooManyFailures } from '../job/too-many-failures.js';
import type { ObjectAddress } from '../objects/index.js';
import { deferred } from '../util/deferred.js';
import type { ObjectResults } from '../wire/index.js';
import type { JobHandle } from './job-handle.js';
import type { ObjectGroup, ObjectGroups } from './object-groups.js';

/** An object whose parts are all there, or one that will never be. */
type Ended =
  | { readonly kind: 'complete'; readonly group: ObjectGroup }
  | {
      readonly kind: 'failed';
      readonly number: number;
      readonly reason: unknown;
      /** `undefined`: it was never found. */
      readonly object: ObjectAddress | undefined;
    };

/**
 * What the calls of a map over objects came to, object by object: the input of a reducer per object. An object is there as
 * soon as its own parts are, whatever becomes of the others.
 *
 * Nobody but this reader sees those results, so it takes them as a stream does: complete objects that wait for their
 * reducers fill the window of the map, which pauses when that is full; what a reducer was given is released. Parts of
 * objects that are not complete do not count: an object may have more parts than the window has room for.
 */
export class GroupedReader implements InputReader {
  readonly size = undefined;
  readonly #handle: JobHandle;
  readonly #groups: ObjectGroups;
  /** Parts that are missing, of objects that are neither complete nor failed. */
  readonly #missing = new Map<ObjectGroup, number>();
  readonly #failed = new WeakSet<ObjectGroup>();
  readonly #ended: Ended[] = [];
  readonly #unsubscribe: () => void;
  #listingFailure: { readonly reason: unknown } | undefined;
  #isOver = false;
  #arrival = deferred();

  /** @param groups told of every part of the map */
  constructor(handle: JobHandle, groups: ObjectGroups) {
    this.#handle = handle;
    this.#groups = groups;
    const { job, failures, services } = handle;
    job.consumption.stream(0);
    failures.lookAtAll();
    services.wasRead(job);
    this.#unsubscribe = job.table.subscribe({
      settled: (index) => this.#settled(index),
      counted: () => this.#endIfOver(),
    });
  }

  async read(max: number): Promise<InputBatch> {
    while (this.#ended.length === 0 && !this.#isOver) await this.#arrival.promise;
    const entries = this.#ended.splice(0, max).map((ended) => this.#entryOf(ended));
    return { entries, done: this.#isOver && this.#ended.length === 0 };
  }

  #settled(index: number): void {
    const { table } = this.#handle.job;
    const group = this.#groups.take(index);
    const end = table.hasFailed(index) ? table.end(index) : undefined;
    const reason = end?.status === 'rejected' ? end.reason : undefined;
    if (group === undefined) this.#failListing(reason);
    else if (this.#failed.has(group)) this.#releaseSoon(index);
    else if (end !== undefined) this.#fail(group, reason);
    else this.#count(group);
    this.#endIfOver();
  }

  #count(group: ObjectGroup): void {
    const missing = (this.#missing.get(group) ?? group.size) - 1;
    this.#missing.set(group, missing);
    if (missing > 0) return;
    this.#missing.delete(group);
    for (let part = 0; part < group.size; part++) this.#handle.job.consumption.arrived();
    this.#tell({ kind: 'complete', group });
  }

  #fail(group: ObjectGroup, reason: unknown): void {
    this.#failed.add(group);
    this.#missing.delete(group);
    this.#tell({ kind: 'failed', number: group.number, reason, object: group.object });
    for (let part = 0; part < group.size; part++) this.#releaseSoon(group.first + part);
  }

  /** A call that is about no object stands for the objects that could not be found. */
  #failListing(reason: unknown): void {
    if (this.#listingFailure === undefined)
      this.#tell({ kind: 'failed', number: this.#groups.count, reason, object: undefined });
    this.#listingFailure ??= { reason };
  }

  /** Not at once: others are told of the same call, too. Failures stay: there may be an error that lists them. */
  #releaseSoon(index: number): void {
    const { job } = this.#handle;
    queueMicrotask(() => {
      if (job.table.isSettled(index) && !job.table.hasFailed(index)) job.release(index);
    });
  }

  #endIfOver(): void {
    const { table } = this.#handle.job;
    if (this.#isOver || !table.allSettled) return;
    // Of what was read ahead and never became a call, nobody waits for a result.
    const begun = [...this.#groups.open].filter((group) => group.first < table.length);
    for (const group of begun) if (!this.#failed.has(group)) this.#fail(group, this.#endedEarly(group));
    this.#end();
  }

  /** Some parts are there, and others will never be. */
  #endedEarly({ object: { bucket, key } }: ObjectGroup): unknown {
    const { job } = this.#handle;
    if (this.#listingFailure !== undefined) return this.#listingFailure.reason;
    if (job.definition.stopAfterFailures !== undefined) return tooManyFailures(job);
    const message = `The parts of ${bucket}/${key} were not all run: ${job.name} was cancelled.`;
    return new LithopsError({ code: 'LITHOPS_CANCELLED', message });
  }

  #tell(ended: Ended): void {
    this.#ended.push(ended);
    this.#wake();
  }

  #wake(): void {
    this.#arrival.resolve();
    this.#arrival = deferred();
  }

  #entryOf(ended: Ended): InputEntry {
    if (ended.kind === 'complete') return { index: ended.group.number, item: this.#take(ended.group) };
    const { number: index, reason: failure, object } = ended;
    return { index, failure, source: object && { item: { object, results: [] } } };
  }

  #take({ object, first, size }: ObjectGroup): ObjectResults {
    const { job } = this.#handle;
    const results: unknown[] = [];
    for (let index = first; index < first + size; index++) {
      results.push(job.table.value(index));
      job.release(index);
      job.consumption.read();
    }
    return { object, results };
  }

  #end(): void {
    this.#isOver = true;
    this.#unsubscribe();
    this.#wake();
  }

  /** No reducer is wanted any more, so neither is what they would have been given. */
  stop(): void {
    if (this.#isOver) return;
    const { job, services } = this.#handle;
    this.#end();
    job.cancel('all', services.cancelledBecause(job));
  }
}
