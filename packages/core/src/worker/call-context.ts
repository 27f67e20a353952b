import type { AnyFunction, CodeSpace } from '@lithops/closure';
import type { CallContext, Logger } from '../executor/surface.js';
import { formatCallId } from '../storage/key-layout.js';
import { Storage } from '../storage/storage.js';
import type { ActivationPayload } from '../wire/index.js';
import { type ContinuationMethod, type ContinuationRequest, requestContinuation } from './continuation.js';
import type { WorkerHost } from './worker-host.js';

export interface ContextParts {
  readonly code: CodeSpace;
  readonly payload: ActivationPayload;
  readonly host: WorkerHost;
  readonly index: number;
  readonly attempt: number;
  readonly signal: AbortSignal;
}

/** What the function gets as `ctx`. Storage is opened when first used, nested work is only described. */
export class WorkerCallContext {
  readonly callId: string;
  readonly index: number;
  readonly jobId: string;
  readonly executorId: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly rabbitmq = undefined;
  readonly #parts: ContextParts;
  #storage: Storage | undefined;
  #nested = 0;

  constructor(parts: ContextParts) {
    const { payload, index, attempt, signal } = parts;
    this.#parts = parts;
    this.index = index;
    this.attempt = attempt;
    this.signal = signal;
    this.callId = formatCallId(index);
    this.jobId = payload.jobId;
    this.executorId = payload.executorId;
    this.log = lineLogger(`${payload.executorId}/${payload.jobId}/${this.callId}`);
    // Functions destructure them: `({ map }) => …`.
    this.map = this.map.bind(this);
    this.callAsync = this.callAsync.bind(this);
    this.mapReduce = this.mapReduce.bind(this);
  }

  get env(): CallContext['env'] {
    return process.env;
  }

  get storage(): Storage {
    const { host, payload } = this.#parts;
    this.#storage ??= Storage.over(
      () => host.openStorage(payload.storage),
      payload.storage.bucket || undefined,
      payload.executorId,
    );
    return this.#storage;
  }

  map(
    fn: AnyFunction,
    input: Iterable<unknown> | AsyncIterable<unknown>,
    options?: object,
  ): ContinuationRequest {
    return this.#request('map', [fn], input, options);
  }

  callAsync(fn: AnyFunction, data: unknown, options?: object): ContinuationRequest {
    return this.#request('callAsync', [fn], [data], options);
  }

  mapReduce(
    mapFn: AnyFunction,
    input: Iterable<unknown> | AsyncIterable<unknown>,
    reduceFn: AnyFunction,
    options?: object,
  ): ContinuationRequest {
    return this.#request('mapReduce', [mapFn, reduceFn], input, options);
  }

  #request(
    method: ContinuationMethod,
    functions: readonly AnyFunction[],
    input: Iterable<unknown> | AsyncIterable<unknown>,
    options: object | undefined,
  ): ContinuationRequest {
    const jobId = `${this.executorId}.${this.jobId}.${this.callId}.${this.#nested++}`;
    return requestContinuation(this.#parts.code, { jobId, method, functions, input, options });
  }
}

/** One line per message on stderr: workers' output goes where the backend's logs are. */
function lineLogger(source: string): Logger {
  const line = (level: string) => (message: string) =>
    void process.stderr.write(`[${level}] ${source} ${message}\n`);
  return { debug: line('debug'), info: line('info'), warn: line('warning'), error: line('error') };
}
