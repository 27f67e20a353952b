import type { AnyFunction } from '@lithops/closure';
import { type InputReader, readerOf } from '../job/input.js';
import type { Job } from '../job/job.js';
import type { ContinuationCall, ContinuationInput } from '../worker/continuation.js';
import { chainedReader, collectedReader } from './chained-input.js';
import { type JobKind, type ReaderOfJob, snapshotReader } from './job-factory.js';
import { JobFutures } from './job-futures.js';
import type { JobHandle } from './job-handle.js';
import type { CallOptions, MapOptions } from './options.js';
import { allValues } from './settlement.js';

/** What a job is made of, before it is one. */
export interface JobRequest {
  readonly kind: JobKind;
  readonly fn: AnyFunction;
  readonly reader: ReaderOfJob;
  readonly options: MapOptions;
  /** The job whose results are the input. */
  readonly source?: Job | undefined;
  /** How a call would hand the same work over instead of waiting for it. */
  readonly handOver?: Omit<ContinuationCall, 'jobId' | 'functions' | 'options'> | undefined;
}

export function mapRequest(fn: AnyFunction, input: ContinuationInput, options: MapOptions): JobRequest {
  const handOver = { method: 'map', input } as const;
  const source = JobFutures.handleOf(input)?.job;
  return { kind: 'M', fn, reader: readerFor(input), options, source, handOver };
}

/** A call for each result of another job, as soon as it is there. */
export function chainRequest(fn: AnyFunction, source: JobHandle, options: MapOptions): JobRequest {
  return { kind: 'M', fn, reader: chainedReader(source), options, source: source.job };
}

export function callRequest(fn: AnyFunction, data: unknown, options: CallOptions): JobRequest {
  const source = JobFutures.handleOf(data);
  const reader = source === undefined ? snapshotReader(data) : collectedReader(source);
  const input = source === undefined ? [data] : resultsOf(source);
  return { kind: 'A', fn, reader, options, source: source?.job, handOver: { method: 'callAsync', input } };
}

export function reduceRequest(fn: AnyFunction, source: JobHandle, options: CallOptions): JobRequest {
  return { kind: 'R', fn, reader: collectedReader(source), options, source: source.job };
}

/** Reads an iterable, or the results of a list. */
function readerFor(input: ContinuationInput): InputReader {
  const source = JobFutures.handleOf(input);
  return source === undefined ? readerOf(input) : chainedReader(source);
}

/** A list's results as the one item of a call; not asked for before they are needed. */
async function* resultsOf({ job }: JobHandle): AsyncGenerator<unknown[]> {
  yield await allValues(job);
}
