import type { CallError } from '../errors/call-error.js';
import type { PartAddress } from '../job/told-item.js';
import type { ObjectAddress, ObjectPartition, ObjectSource } from '../objects/index.js';
import type { Storage } from '../storage/storage.js';
import type {
  CallOptions,
  GetResultOptions,
  MapOptions,
  MapReduceOptions,
  ObjectMapOptions,
  WaitOptions,
} from './options.js';

declare const continuation: unique symbol;

/** What a call hands over instead of waiting: a plain value (no `then`), so an `async` function can return it. */
export interface Continuation<out R> {
  readonly [continuation]: R;
  readonly jobId: string;
}

/** What a function may return for a result R: now, later, or as work handed over. Inferred through, so generic wrappers compile. */
export type Returned<R> = R | Continuation<R> | PromiseLike<R | Continuation<R>>;

/** Anything `map` can read. A bare string is refused: it would be read letter by letter. */
export type MapInput = FuturesList<unknown> | Iterable<unknown> | AsyncIterable<unknown>;
/** What a function gets from an input: the item of an iterable, the result of a list. */
export type ItemOf<I> =
  I extends FuturesList<infer R>
    ? R
    : I extends AsyncIterable<infer D>
      ? D
      : I extends Iterable<infer D>
        ? D
        : never;
/** An input as it is, unless it is a bare string. */
export type Input<I> = I extends string
  ? 'a bare string would be read letter by letter: use [text] or obj(text)'
  : I;

/** What `map` takes for an input: objects can be cut. */
export type MapOptionsOf<I> = I extends ObjectSource<unknown> ? ObjectMapOptions : MapOptions;

/** Where a call stands. A retry goes back to `invoked`; whatever is unfinished can become `cancelled`. */
export type FutureState = 'new' | 'invoked' | 'running' | 'ready' | 'success' | 'error' | 'cancelled';

/** One call's result to come. */
export interface ResponseFuture<R> extends Promise<R> {
  /** Eight digits. */
  readonly callId: string;
  /** Position of its item in the input, from 0. */
  readonly index: number;
  /** Where the call stands now. */
  readonly state: FutureState;
  /** What `await` rejects with, once it failed; else `undefined`. */
  readonly error: unknown;
  /** The object or part that the call got, when its input was `obj(…)`. */
  readonly object: ObjectAddress | undefined;
  /** What is known of its attempts so far. */
  readonly stats: CallStats;
  /** Resolves with the state when the call is finished. Never rejects for a failed call unless `throwOnError` is true. */
  wait(options?: WaitOptions): Promise<FutureState>;
  /** The same as awaiting it. */
  result(): Promise<R>;
  /** Stops the call where it is, and rejects with `LITHOPS_CANCELLED`. A call that has ended stays as it ended. */
  cancel(): Promise<void>;
  /** What the call's worker wrote, where the backend keeps it. @throws `LITHOPS_UNSUPPORTED` */
  logs(): Promise<string>;
}

/**
 * One settled call. `item` is the input; of a part of an object its {@link PartAddress}, of a reduce per object the
 * object's address. Released when the loop moves on.
 */
export type CallOutcome<R> =
  | {
      readonly index: number;
      readonly item: unknown;
      readonly status: 'fulfilled';
      readonly value: R;
      readonly future: ResponseFuture<R>;
    }
  | {
      readonly index: number;
      readonly item: unknown;
      readonly status: 'rejected';
      readonly reason: CallError;
      readonly future: ResponseFuture<R>;
    };

/** The result of one call, as it comes. Released when the loop moves on. */
export interface CallResult<R> {
  readonly index: number;
  readonly item: unknown;
  readonly value: R;
  readonly future: ResponseFuture<R>;
}

/**
 * A job's futures: a promise of all results in input order, an iterable of futures, an async iterable of results in
 * completion order. Not an Array: spread it for one. The first consumer fixes the mode: `for await` streams and drops,
 * anything else collects.
 */
export interface FuturesList<R>
  extends Promise<R[]>,
    Iterable<ResponseFuture<R>>,
    AsyncIterable<CallResult<R>> {
  /** `executor/job`. */
  readonly jobId: string;
  /** Number of calls; grows while an input of unknown size is read. */
  readonly length: number;
  /** The future of the item at that position, from 0; a negative one counts from the end. */
  at(index: number): ResponseFuture<R> | undefined;
  /** A job over these results: each starts as soon as its own is there. */
  map<U>(fn: (item: R, ctx: CallContext) => Returned<U>, options?: MapOptions): FuturesList<U>;
  /** One call with all results in order. */
  reduce<U>(fn: (results: R[], ctx: CallContext) => Returned<U>, options?: CallOptions): ResponseFuture<U>;
  /** As they complete; throws at the first failure and cancels the rest. What `for await` over the list itself does. */
  results(): AsyncIterable<CallResult<R>>;
  /** As they complete; a failed call is an element, not an exception. */
  outcomes(): AsyncIterable<CallOutcome<R>>;
  /** In input order, never rejects. */
  settled(): Promise<PromiseSettledResult<R>[]>;
  /** Resolves when as many calls as wanted have ended. Never rejects for a failed call unless `throwOnError` is true. */
  wait(options?: WaitOptions): Promise<WaitResult<ResponseFuture<R>>>;
  /** All results in input order, as awaiting the list gives them. @throws `LITHOPS_WAIT_TIMEOUT` after `timeoutMs` */
  getResult(options?: GetResultOptions): Promise<R[]>;
  /** Cancels all calls that have not ended. */
  cancel(): Promise<void>;
  /** As {@link FunctionExecutor.plot}, of this job. */
  plot(destination?: string): Promise<void>;
}

/** What `wait` found. */
export interface WaitResult<F> {
  /** Futures that have ended, in the order they were given. */
  readonly done: F[];
  /** The rest. */
  readonly notDone: F[];
}

/** What is known of a call's run. What the backend does not tell is `undefined`. */
export interface CallStats {
  /** Tries so far. */
  readonly attempts: number;
  /** Of the last attempt, in the function, milliseconds. */
  readonly execMs: number | undefined;
  /** Largest resident set of the call's worker process up to its end, megabytes. */
  readonly peakMemoryMb: number | undefined;
  /** Processor time of the call's worker process while it ran, milliseconds; `undefined`: less than 10 ms of work, or behind such a call. */
  readonly cpuMs: number | undefined;
  /** When the last attempt was sent, by this program's clock. */
  readonly invokedAt: Date | undefined;
  /** When the function was called, by the worker's clock: see {@link CallStats.clockSkewMs}. */
  readonly startedAt: Date | undefined;
  /** When the function had ended, by the worker's clock. */
  readonly endedAt: Date | undefined;
  /** When this program was told, by its own clock. */
  readonly toldAt: Date | undefined;
  /**
   * How far the worker's clock is ahead of this program's, milliseconds: not less than `least`, because it was told after
   * its end, and not more than `most`, because it was sent before its start.
   */
  readonly clockSkewMs: { readonly least: number; readonly most: number } | undefined;
  /** All attempts together, US dollars, where the backend has prices. */
  readonly usd: number | undefined;
}

/** One job in a summary. Printed well by `console.table`. */
export interface JobRow {
  readonly jobId: string;
  readonly calls: number;
  /** Calls that ended with an error or were cancelled. */
  readonly failed: number;
  /** From its beginning to its end, or until now. */
  readonly seconds: number;
  /** In the functions, all attempts together, milliseconds. */
  readonly execMs: number | undefined;
  /** Of the longest attempt, milliseconds. */
  readonly maxExecMs: number | undefined;
  /** Of the largest worker process, megabytes. */
  readonly peakMemoryMb: number | undefined;
  /** All attempts together, where the backend has prices. */
  readonly usd: number | undefined;
}

/** Writes lines to the log of the call, with its id. */
export interface Logger {
  /** Shown with `logLevel: 'debug'` only. */
  debug(message: string): void;
  /** Shown with `logLevel: 'info'` and below. */
  info(message: string): void;
  /** Something to look at. */
  warn(message: string): void;
  /** Something that went wrong. */
  error(message: string): void;
}

/** What a function gets as its second argument. */
export interface CallContext {
  readonly callId: string;
  readonly index: number;
  readonly jobId: string;
  readonly executorId: string;
  /** 1 on the first try. */
  readonly attempt: number;
  /** The executor's store. */
  readonly storage: Storage;
  /** Aborted when the call is cancelled, and shortly before its time is over. */
  readonly signal: AbortSignal;
  /** Lines that are found by `logs()`. */
  readonly log: Logger;
  /** Environment variables, with those of `extraEnv`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The broker of the monitor, for functions that use it themselves; `undefined`: there is none. */
  readonly rabbitmq: { readonly amqpUrl: string } | undefined;
  /** Nested work on the caller's own backend, to be RETURNED: the client runs it, this worker does not wait. */
  map<I extends MapInput, R>(
    fn: (item: ItemOf<I>, ctx: CallContext) => Returned<R>,
    input: Input<I>,
    options?: MapOptionsOf<I>,
  ): Continuation<R[]>;
  /** As {@link CallContext.map}, one call. */
  callAsync<D, R>(
    fn: (item: D, ctx: CallContext) => Returned<R>,
    data: D,
    options?: CallOptions,
  ): Continuation<R>;
  /** As {@link CallContext.map}, with a reduce for each object. */
  mapReduce<X, M, R>(
    mapFn: (part: ObjectPartition<X>, ctx: CallContext) => Returned<M>,
    input: ObjectSource<X>,
    reduceFn: (results: M[], ctx: ReduceContext) => Returned<R>,
    options: MapReduceOptions & ObjectMapOptions & { readonly objReduceByKey: true },
  ): Continuation<R[]>;
  /** As {@link CallContext.map}, with a reduce of all results. */
  mapReduce<I extends MapInput, M, R>(
    mapFn: (item: ItemOf<I>, ctx: CallContext) => Returned<M>,
    input: Input<I>,
    reduceFn: (results: M[], ctx: CallContext) => Returned<R>,
    options?: MapReduceOptions & MapOptionsOf<I> & { readonly objReduceByKey?: false | undefined },
  ): Continuation<R>;
}

/** The context of a per-object reducer. */
export interface ReduceContext extends CallContext {
  /** The object whose results are reduced. */
  readonly object: ObjectAddress;
}
