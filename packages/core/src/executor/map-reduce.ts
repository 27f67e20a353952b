import type { AnyFunction } from '@lithops/closure';
import type { ContinuationInput } from '../worker/continuation.js';
import type { JobHandle } from './job-handle.js';
import { groupedRequest, type JobRequest, mapRequest, reduceRequest } from './job-requests.js';
import { ObjectGroups } from './object-groups.js';
import type { ObjectInputs } from './object-inputs.js';
import type { AllMapReduceOptions, MapOptions, ObjectMapOptions } from './options.js';

export interface MapReduceRequest {
  readonly mapFn: AnyFunction;
  readonly input: ContinuationInput;
  readonly reduceFn: AnyFunction;
  readonly options: AllMapReduceOptions;
}

/** Options of a `mapReduce`, for each of its two jobs. */
export interface DividedOptions {
  readonly map: ObjectMapOptions;
  readonly reduce: MapOptions;
  readonly isByKey: boolean;
}

/** What bounds a map means nothing to its one reducer; reducers per object are as many calls again. */
export function divideOptions(options: AllMapReduceOptions): DividedOptions {
  const { spawnReducer: _, reduce, objReduceByKey: isByKey = false, ...map } = options;
  const { chunkSize: _size, stopAfterFailures: _stop, concurrency, window, ...rest } = map;
  const { objChunkSize: _bytes, objChunkNumber: _number, objNewline: _newline, ...shared } = rest;
  const bounds = isByKey ? { concurrency, window } : {};
  return { map, reduce: { ...shared, ...bounds, ...reduce }, isByKey };
}

/** Begins the map, and the job that takes its results: one call, or one for each object. */
export function startMapReduce(
  { mapFn, input, reduceFn, options }: MapReduceRequest,
  objects: ObjectInputs,
  start: (request: JobRequest) => JobHandle,
): JobHandle {
  const { map, reduce, isByKey } = divideOptions(options);
  const groups = isByKey ? new ObjectGroups() : undefined;
  const source = start(mapRequest(mapFn, input, map, objects, groups));
  return start(
    groups === undefined
      ? reduceRequest(reduceFn, source, reduce)
      : groupedRequest(reduceFn, source, groups, reduce),
  );
}
