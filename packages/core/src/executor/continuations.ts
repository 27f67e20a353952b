import { encodedReader } from '../job/input.js';
import type { Job } from '../job/job.js';
import type { NamedObject, ObjectSource } from '../objects/index.js';
import type { ContinuationWork } from '../wire/index.js';
import { collectedReader } from './chained-input.js';
import { GroupedReader } from './grouped-reader.js';
import type { ContinuedRequest, JobFactory, JobKind } from './job-factory.js';
import type { JobHandle } from './job-handle.js';
import { divideOptions } from './map-reduce.js';
import { ObjectGroups } from './object-groups.js';
import type { ObjectInputs } from './object-inputs.js';
import type { MapOptions, ObjectMapOptions } from './options.js';
import { allValues } from './settlement.js';
import { checkContinuationOptions } from './validate-options.js';

export interface ContinuationServices {
  readonly factory: JobFactory;
  readonly objects: ObjectInputs;
  /** The objects of these names, as `obj` gives them. */
  sourceOf(names: readonly NamedObject<unknown>[]): ObjectSource<unknown>;
  /** Gives a job to the engine; its failures and results are nobody's but the parent call's. */
  begin(kind: JobKind, job: Job): JobHandle;
  cancelledBecause(job: Job): (index: number) => unknown;
}

/** The jobs of one piece of work; the last one has its result. */
interface Begun {
  readonly inner: readonly Job[];
  readonly last: Job;
  /** The result is a list: of a map, or of a reduce per object. */
  readonly isList: boolean;
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
      checkContinuationOptions(work.method, work.options, work.areObjectNames);
      this.#run(parent, index, work);
    } catch (error) {
      parent.reject(index, error);
    }
  }

  /** Cancelling the call cancels its work, too. */
  #run(parent: Job, index: number, work: ContinuationWork): void {
    const { inner, last, isList } = this.#begin(parent, work);
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
      (results) => parent.fulfil(index, isList ? results : results[0]),
      (reason: unknown) => parent.reject(index, reason),
    );
  }

  #begin(parent: Job, work: ContinuationWork): Begun {
    const { map, reduce, isByKey } = divideOptions(work.options);
    const groups = isByKey ? new ObjectGroups() : undefined;
    const first = this.#beginJob(parent, work, map, this.#first(parent, work, map, groups));
    if (work.method !== 'mapReduce')
      return { inner: [first.job], last: first.job, isList: work.method === 'map' };
    const reader = groups === undefined ? collectedReader(first) : new GroupedReader(first, groups);
    const itemKind = groups === undefined ? 'value' : 'object-results';
    const last = this.#beginJob(parent, work, reduce, { kind: 'R', position: 1, reader, itemKind }).job;
    return { inner: [first.job, last], last, isList: isByKey };
  }

  #first(
    { definition: { code } }: Job,
    work: ContinuationWork,
    options: ObjectMapOptions,
    groups: ObjectGroups | undefined,
  ): ContinuedRequest {
    const kind = work.method === 'callAsync' ? 'A' : 'M';
    if (!work.areObjectNames)
      return { kind, position: 0, reader: encodedReader(work.items), itemKind: 'value' };
    // What a call gave to `obj`: that is checked here as it would have been there.
    const names = work.items.map((item) => code.decode(item)[0] as NamedObject<unknown>);
    const source = this.#services.sourceOf(names);
    const reader = this.#services.objects.reader(source, options, (part, call) => groups?.add(part, call));
    return { kind, position: 0, reader, itemKind: 'object-part' };
  }

  #beginJob(parent: Job, work: ContinuationWork, options: MapOptions, request: ContinuedRequest): JobHandle {
    const { factory, begin } = this.#services;
    return begin(
      request.kind,
      factory.fromContinuation(parent, { ...work, options: { ...options } }, request),
    );
  }
}
