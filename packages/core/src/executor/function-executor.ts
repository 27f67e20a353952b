import { type AnyFunction, insteadOfShipping } from '@lithops/closure';
import { fromProgram } from '../errors/index.js';
import { isObjectSource, type ObjectPartition, type ObjectSource } from '../objects/index.js';
import { checkFunction, checkInput } from '../util/function-arguments.js';
import { CallFuture } from './call-future.js';
import { EarlyWorker } from './early-worker.js';
import { everyStep } from './every-step.js';
import type { ExecutorCore } from './executor-core.js';
import { JobFutures } from './job-futures.js';
import { callRequest, mapRequest } from './job-requests.js';
import { startMapReduce } from './map-reduce.js';
import { openExecutor } from './open-executor.js';
import type {
  AllMapReduceOptions,
  CallOptions,
  CleanOptions,
  Estimate,
  ExecutorOptions,
  GetResultOptions,
  MapOptions,
  MapReduceOptions,
  ObjectMapOptions,
  WaitOptions,
} from './options.js';
import { getResultOf, getUnreadResults } from './results.js';
import type {
  CallContext,
  FuturesList,
  Input,
  ItemOf,
  JobRow,
  MapInput,
  MapOptionsOf,
  ReduceContext,
  ResponseFuture,
  Returned,
  WaitResult,
} from './surface.js';
import {
  checkCallOptions,
  checkCleanOptions,
  checkMapOptions,
  checkMapReduceOptions,
  later,
} from './validate-options.js';
import { waitFor } from './wait.js';
import { targetsOf } from './wait-targets.js';

/**
 * Runs functions over data: on this machine without any configuration, elsewhere as configured. Everything it starts is
 * returned at once; functions, what they close over, and `callAsync`'s data are taken as they are at the call.
 *
 * @example
 * import { FunctionExecutor } from '@lithops/core';
 *
 * await using exec = new FunctionExecutor();
 * const squares = await exec.map((x: number) => x * x, [1, 2, 3]);
 */
export class FunctionExecutor implements AsyncDisposable {
  readonly #early: EarlyWorker;
  readonly #core: ExecutorCore;

  /** @throws {LithopsError} for a bad option (`LITHOPS_UNKNOWN_OPTION`) or configuration (`LITHOPS_CONFIG`). */
  constructor(options?: ExecutorOptions) {
    this.#early = new EarlyWorker(options);
    try {
      this.#core = fromProgram(new.target, () => openExecutor(options, this.#early));
    } catch (error) {
      void this.#early.close();
      throw error;
    }
  }

  /** Part of the id of each of its jobs, and of what it stores. */
  get executorId(): string {
    return this.#core.executorId;
  }

  /** What a function or class that mentions it is told: executors stay in their process. */
  get [insteadOfShipping](): string {
    return 'A call starts further work with ctx.map(…), which it returns (ctx is its second argument). Where only another method of a class uses the executor, pass the executor to that method.';
  }

  /** One call. A list of futures as data is its results, once they are there. */
  callAsync<R>(fn: (item: undefined, ctx: CallContext) => Returned<R>): ResponseFuture<R>;
  callAsync<R0, R>(
    fn: (item: R0[], ctx: CallContext) => Returned<R>,
    data: FuturesList<R0>,
    options?: CallOptions,
  ): ResponseFuture<R>;
  callAsync<D, R>(
    fn: (item: D, ctx: CallContext) => Returned<R>,
    data: D,
    options?: CallOptions,
  ): ResponseFuture<R>;
  callAsync<R>(fn: AnyFunction, data?: unknown, options: CallOptions = {}): ResponseFuture<R> {
    return fromProgram(this.callAsync, (site) => {
      checkCallOptions(options);
      const request = callRequest(checkFunction('callAsync', fn), data, options);
      return this.#core.single(this.#core.start({ ...request, site }));
    });
  }

  /**
   * One call per item, or per part of an object (`obj(…)`). Items are read and encoded as their turn comes; one that cannot
   * travel fails its own call.
   * @throws {ClosureError} when the function cannot travel, with the path to what is in the way.
   */
  map<I extends MapInput, R>(
    fn: (item: ItemOf<I>, ctx: CallContext) => Returned<R>,
    input: Input<I>,
    options?: MapOptionsOf<I>,
  ): FuturesList<R>;
  map<R>(fn: AnyFunction, input: unknown, options: ObjectMapOptions = {}): FuturesList<R> {
    return fromProgram(this.map, (site) => {
      checkMapOptions(options, isObjectSource(input));
      const request = mapRequest(
        checkFunction('map', fn),
        checkInput('map', input),
        options,
        this.#core.objects,
      );
      return this.#core.list(this.#core.start({ ...request, site }));
    });
  }

  /**
   * A map, then one call with all its results in order, begun when they are there. A failed map call fails it.
   *
   * With `objReduceByKey`, a call for each object with what its own parts came to, begun when those are there: `ctx.object`
   * names it. A failed part fails only the reduce of its object.
   */
  mapReduce<X, M, R>(
    mapFn: (part: ObjectPartition<X>, ctx: CallContext) => Returned<M>,
    input: ObjectSource<X>,
    reduceFn: (results: M[], ctx: ReduceContext) => Returned<R>,
    options: MapReduceOptions & ObjectMapOptions & { readonly objReduceByKey: true },
  ): FuturesList<R>;
  mapReduce<I extends MapInput, M, R>(
    mapFn: (item: ItemOf<I>, ctx: CallContext) => Returned<M>,
    input: Input<I>,
    reduceFn: (results: M[], ctx: CallContext) => Returned<R>,
    options?: MapReduceOptions & MapOptionsOf<I> & { readonly objReduceByKey?: false | undefined },
  ): ResponseFuture<R>;
  mapReduce<R>(
    mapFn: AnyFunction,
    input: unknown,
    reduceFn: AnyFunction,
    options: AllMapReduceOptions = {},
  ): ResponseFuture<R> | FuturesList<R> {
    return fromProgram(this.mapReduce, (site) => {
      checkMapReduceOptions(options, isObjectSource(input));
      const request = {
        mapFn: checkFunction('mapReduce', mapFn),
        input: checkInput('mapReduce', input),
        reduceFn: checkFunction('mapReduce', reduceFn),
        options,
      };
      const reduce = startMapReduce(request, this.#core.objects, (job) => this.#core.start({ ...job, site }));
      return options.objReduceByKey === true ? this.#core.list(reduce) : this.#core.single(reduce);
    });
  }

  /** Reserved. @throws {LithopsError} `LITHOPS_UNSUPPORTED` */
  estimate<I extends MapInput, R>(
    _fn: (item: ItemOf<I>, ctx: CallContext) => Returned<R>,
    _input: Input<I>,
    _options?: MapOptions & { readonly sample?: number | undefined },
  ): Promise<Estimate> {
    return Promise.reject(later('estimate'));
  }

  /** Waits for calls, all of this executor's when none are named, and tells which have ended. */
  wait(options?: WaitOptions): Promise<WaitResult<ResponseFuture<unknown>>>;
  wait<R>(
    futures: FuturesList<R> | ResponseFuture<R> | readonly ResponseFuture<R>[],
    options?: WaitOptions,
  ): Promise<WaitResult<ResponseFuture<R>>>;
  async wait<R>(
    first?: FuturesList<R> | ResponseFuture<R> | readonly ResponseFuture<R>[] | WaitOptions,
    second?: WaitOptions,
  ): Promise<WaitResult<ResponseFuture<R>>> {
    const named = targetsOf(first);
    const targets = named ?? this.#core.allTargets();
    const options = named === undefined && second === undefined ? (first as WaitOptions | undefined) : second;
    return await waitFor<R>(targets, (handle, index) => new CallFuture<R>(handle, index), options);
  }

  /**
   * With a future its value, with a list an array in input order. Without argument those not read yet, of all calls so
   * far, always an array.
   */
  getResult<R>(futures: FuturesList<R>, options?: GetResultOptions): Promise<R[]>;
  getResult<R>(future: ResponseFuture<R>, options?: GetResultOptions): Promise<R>;
  getResult<const T extends readonly PromiseLike<unknown>[]>(
    futures: T,
    options?: GetResultOptions,
  ): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;
  getResult(futures?: undefined, options?: GetResultOptions): Promise<unknown[]>;
  async getResult(futures?: unknown, options?: GetResultOptions): Promise<unknown> {
    return futures === undefined
      ? await getUnreadResults(this.#core.unreadHandles(), options)
      : await getResultOf(futures, options);
  }

  /** A row per job: calls, failures, cost where the backend has prices. */
  jobSummary(): JobRow[] {
    return this.#core.jobs.rows();
  }

  /** Draws a timeline and a histogram; needs the package @lithops/plots. */
  plot(futures?: FuturesList<unknown>, destination?: string): Promise<void> {
    const handle = JobFutures.handleOf(futures);
    return this.#core.plot(handle === undefined ? [] : [handle.job], destination);
  }

  /**
   * Deletes this executor's temporary data now; the data cleaner does so by itself. With `jobId`, all of that persisted
   * job and nothing else, whichever program began it.
   * @throws {LithopsError} `LITHOPS_JOB_NOT_FOUND`; `LITHOPS_JOB_RUNNING` while another program runs the job.
   */
  async clean(options: CleanOptions = {}): Promise<void> {
    checkCleanOptions(options);
    if (options.jobId !== undefined) await this.#core.cleanJob(options.jobId);
    else await this.#core.engine.clean(options.cloudObjects ?? false);
  }

  /** Stops these calls, or all of them; running workers are stopped where the backend can. */
  async cancel(futures?: FuturesList<unknown> | readonly ResponseFuture<unknown>[]): Promise<void> {
    const list = JobFutures.handleOf(futures);
    if (futures === undefined) this.#core.cancelAll();
    else if (list !== undefined) await new JobFutures(list).cancel();
    else
      await Promise.all(
        [...(futures as readonly ResponseFuture<unknown>[])].map((future) => future.cancel()),
      );
  }

  /**
   * Cancels what still runs and ends workers, connections and timers. Can be called again.
   * @throws {LithopsError} `LITHOPS_UNREAD_FAILURES` when calls failed that nobody looked at.
   */
  async close(): Promise<void> {
    await everyStep([() => this.#early.close(), () => this.#core.close()]);
  }

  /** As {@link FunctionExecutor.close}, by `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * Continues a persisted job, from any process: calls that ended are not run again, the others are. The job must have
   * been begun with the same function, and its program must be gone.
   *
   * @param jobId `list.jobId` of the program that began it, or from `lithops job list`
   * @throws {ClosureError} when the function cannot travel. What else is wrong rejects the list: `LITHOPS_JOB_NOT_FOUND`,
   * `LITHOPS_JOB_MISMATCH`, `LITHOPS_JOB_RUNNING`, `LITHOPS_CANCELLED`, `LITHOPS_PERSIST_SECRET`; `LITHOPS_INPUT_INCOMPLETE`
   * follows what was stored when the program ended before it had read all of its input.
   * @example
   * import { FunctionExecutor } from '@lithops/core';
   *
   * const jobId = process.argv[2] ?? ''; // as `lithops job list` prints it
   * const squares = await FunctionExecutor.resume(jobId, (x: number) => x * x);
   */
  static resume<R>(
    jobId: string,
    fn: (...args: never[]) => Returned<R>,
    options?: ExecutorOptions,
  ): FuturesList<R> {
    return fromProgram(resumeMethod(), (site) => {
      const core = openExecutor(options);
      try {
        return core.list(core.resume(jobId, checkFunction('resume', fn), site));
      } catch (error) {
        void core.close();
        throw error;
      }
    });
  }
}

/** Not inside the class: bundlers rename classes that name themselves. */
function resumeMethod(): AnyFunction {
  return FunctionExecutor.resume;
}
