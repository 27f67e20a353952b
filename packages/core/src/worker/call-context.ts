import type { AnyFunction, CodeSpace } from '@lithops/closure';
import type { CallContext, Logger } from '../executor/surface.js';
import type { ObjectAddress } from '../objects/index.js';
import { formatCallId } from '../storage/key-layout.js';
import { Storage } from '../storage/storage.js';
import { checkFunction, checkInput } from '../util/function-arguments.js';
import type { ActivationPayload } from '../wire/index.js';
import { type ContinuationMethod, type ContinuationRequest, requestContinuation } from './continuation.js';
import type { LazyAbort } from './lazy-abort.js';
import { lineLogger } from './line-logger.js';
import { sectionOfMonitor } from './monitor-registry.js';
import type { WorkerHost } from './worker-host.js';

export interface ContextParts {
  readonly code: CodeSpace;
  readonly payload: ActivationPayload;
  readonly host: WorkerHost;
  readonly index: number;
  readonly attempt: number;
  readonly abort: LazyAbort;
  /** What a reducer per object is about. */
  readonly object: ObjectAddress | undefined;
}

type Input = Iterable<unknown> | AsyncIterable<unknown>;

/**
 * What the function gets as `ctx`. Everything is made when first asked for, so that a call which does not look at it costs
 * next to nothing; methods are getters of bound functions, because programs destructure them: `(x, { map }) => …`.
 */
export class WorkerCallContext {
  readonly #parts: ContextParts;
  #storage: Storage | undefined;
  #nested = 0;

  constructor(parts: ContextParts) {
    this.#parts = parts;
  }

  get index(): number {
    return this.#parts.index;
  }

  get callId(): string {
    return formatCallId(this.#parts.index);
  }

  get jobId(): string {
    return this.#parts.payload.jobId;
  }

  get executorId(): string {
    return this.#parts.payload.executorId;
  }

  get attempt(): number {
    return this.#parts.attempt;
  }

  get object(): ObjectAddress | undefined {
    return this.#parts.object;
  }

  get signal(): AbortSignal {
    return this.#parts.abort.signal;
  }

  get log(): Logger {
    return lineLogger(this.#parts.payload, this.#parts.index);
  }

  get env(): CallContext['env'] {
    return process.env;
  }

  get rabbitmq(): CallContext['rabbitmq'] {
    const { report } = this.#parts.payload;
    const section = report.to === 'monitor' ? sectionOfMonitor('rabbitmq', report) : undefined;
    const amqpUrl = section?.['amqp_url'];
    return typeof amqpUrl === 'string' ? { amqpUrl } : undefined;
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

  get map() {
    return (fn: AnyFunction, input: Input, options?: object): ContinuationRequest =>
      this.#request('map', [fn], input, options);
  }

  get callAsync() {
    return (fn: AnyFunction, data: unknown, options?: object): ContinuationRequest =>
      this.#request('callAsync', [fn], [data], options);
  }

  get mapReduce() {
    return (mapFn: AnyFunction, input: Input, reduceFn: AnyFunction, options?: object): ContinuationRequest =>
      this.#request('mapReduce', [mapFn, reduceFn], input, options);
  }

  #request(
    method: ContinuationMethod,
    functions: readonly AnyFunction[],
    input: Input,
    options: object | undefined,
  ): ContinuationRequest {
    const where = `ctx.${method}`;
    for (const fn of functions) checkFunction(where, fn);
    checkInput(where, input);
    const jobId = `${this.executorId}.${this.jobId}.${this.callId}.${this.#nested++}`;
    return requestContinuation(this.#parts.code, { jobId, method, functions, input, options });
  }
}
