import type { AnyFunction } from '@lithops/closure';
import { type CallSite, invalidArgument } from '../errors/index.js';
import { readerOf } from '../job/input.js';
import type { Job } from '../job/job.js';
import { isObjectSource } from '../objects/index.js';
import type { ItemKind } from '../wire/index.js';
import type { ContinuationCall, ContinuationInput } from '../worker/continuation.js';
import { chainedReader, collectedReader } from './chained-input.js';
import { GroupedReader } from './grouped-reader.js';
import { type JobKind, type ReaderOfJob, snapshotReader } from './job-factory.js';
import { JobFutures } from './job-futures.js';
import type { JobHandle } from './job-handle.js';
import type { ObjectGroups } from './object-groups.js';
import type { ObjectInputs } from './object-inputs.js';
import type { CallOptions, MapOptions, ObjectMapOptions } from './options.js';
import { allValues } from './settlement.js';

/** What a job is made of, before it is one. */
export interface JobRequest {
  readonly kind: JobKind;
  readonly fn: AnyFunction;
  readonly reader: ReaderOfJob;
  readonly options: MapOptions;
  /** Where the program asks for it. */
  readonly site?: CallSite | undefined;
  /** @default 'value' */
  readonly itemKind?: ItemKind | undefined;
  /** The job whose results are the input. */
  readonly source?: Job | undefined;
  /** How a call would hand the same work over instead of waiting for it. */
  readonly handOver?: Omit<ContinuationCall, 'jobId' | 'functions' | 'options'> | undefined;
}

/** @param groups told of the parts, when the input is objects */
export function mapRequest(
  fn: AnyFunction,
  input: ContinuationInput,
  options: ObjectMapOptions,
  objects: ObjectInputs,
  groups?: ObjectGroups,
): JobRequest {
  const map = { kind: 'M', fn, options, handOver: { method: 'map', input } } as const;
  if (isObjectSource(input)) {
    const reader = objects.reader(input, options, (part, index) => groups?.add(part, index));
    return { ...map, reader, itemKind: 'object-part' };
  }
  const source = JobFutures.handleOf(input);
  const reader = source === undefined ? readerOf(input) : chainedReader(source);
  return { ...map, reader, source: source?.job };
}

/** A call for each result of another job, as soon as it is there. */
export function chainRequest(fn: AnyFunction, source: JobHandle, options: MapOptions): JobRequest {
  return { kind: 'M', fn, reader: chainedReader(source), options, source: source.job };
}

/** @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` for objects: one call has no parts. */
export function callRequest(fn: AnyFunction, data: unknown, options: CallOptions): JobRequest {
  if (isObjectSource(data)) {
    const expected = 'one item; objects are the input of map and mapReduce: map(fn, obj(names))';
    throw invalidArgument('the data of callAsync', expected, data);
  }
  const source = JobFutures.handleOf(data);
  const reader = source === undefined ? snapshotReader(data) : collectedReader(source);
  const input = source === undefined ? [data] : resultsOf(source);
  return { kind: 'A', fn, reader, options, source: source?.job, handOver: { method: 'callAsync', input } };
}

export function reduceRequest(fn: AnyFunction, source: JobHandle, options: CallOptions): JobRequest {
  return { kind: 'R', fn, reader: collectedReader(source), options, source: source.job };
}

/** A call for each object of a map, as soon as its own parts are done. */
export function groupedRequest(
  fn: AnyFunction,
  source: JobHandle,
  groups: ObjectGroups,
  options: MapOptions,
): JobRequest {
  const reader = new GroupedReader(source, groups);
  return { kind: 'R', fn, reader, options, itemKind: 'object-results', source: source.job };
}

/** A list's results as the one item of a call; not asked for before they are needed. */
async function* resultsOf({ job }: JobHandle): AsyncGenerator<unknown[]> {
  yield await allValues(job);
}
