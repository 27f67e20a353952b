import type { AnyFunction } from '@lithops/closure';
import type { Configuration } from '../config/index.js';
import { LithopsError } from '../errors/lithops-error.js';
import { encodedReader, type InputReader, readerOf } from '../job/input.js';
import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';
import type { ContinuationWork } from '../wire/index.js';
import type { ContinuationCall, ContinuationInput } from '../worker/continuation.js';
import { currentCall } from '../worker/current-call.js';
import { CallFuture } from './call-future.js';
import { chainedReader, collectedReader } from './chained-input.js';
import { Engine } from './engine.js';
import { ExecutorJobs } from './executor-jobs.js';
import { checkFunction } from './function-arguments.js';
import { JobFactory, type JobKind } from './job-factory.js';
import { JobFutures } from './job-futures.js';
import { type FutureServices, type JobHandle, LookedAt } from './job-handle.js';
import type { CallOptions, ExecutorOptions, MapOptions } from './options.js';
import { reportProgress } from './progress.js';
import { allValues } from './settlement.js';
import { checkCallOptions, checkMapOptions } from './validate-options.js';

/** What a job is made of, before it is one. */
export interface JobRequest {
  readonly kind: JobKind;
  readonly fn: AnyFunction;
  readonly reader: InputReader;
  readonly options: MapOptions;
  /** How a call would hand the same work over instead of waiting for it. */
  readonly handOver?: Omit<ContinuationCall, 'jobId' | 'functions' | 'options'> | undefined;
}

/** The inside of an executor: makes jobs, gives them to the engine, and serves their futures. */
export class ExecutorCore {
  readonly executorId: string;
  readonly jobs: ExecutorJobs;
  readonly engine: Engine;
  readonly log: Logger;
  readonly #factory: JobFactory;
  readonly #options: ExecutorOptions;
  readonly #services: FutureServices;
  readonly #signals = new Set<() => void>();
  #isClosed = false;

  constructor(executorId: string, configuration: Configuration, options: ExecutorOptions, log: Logger) {
    this.executorId = executorId;
    this.log = log;
    this.#options = options;
    this.#factory = new JobFactory(configuration, executorId, options.retries);
    this.jobs = new ExecutorJobs((execMs) => this.#usdOf(execMs));
    this.engine = new Engine({
      configuration,
      executorId,
      log,
      continueWith: (...work) => this.#continueWith(...work),
    });
    this.#services = this.#makeServices();
    this.#cancelOn(options.signal, () => this.cancelAll());
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** @throws {LithopsError} `LITHOPS_EXECUTOR_CLOSED`; {ClosureError} when the function cannot travel. */
  start(request: JobRequest): JobHandle {
    if (this.#isClosed) throw closed();
    request.options.signal?.throwIfAborted();
    const { kind, fn, reader, options } = request;
    return this.#begin(this.#factory.fromFunction(kind, fn, reader, options), request);
  }

  #begin(
    job: Job,
    request: Pick<JobRequest, 'kind' | 'options' | 'handOver'> & { readonly fn?: AnyFunction },
  ): JobHandle {
    const record = { job, failures: new LookedAt(), isSingle: request.kind !== 'M' };
    this.jobs.add(record);
    reportProgress(job, this.#options.progress);
    this.#cancelOn(request.options.signal, (reason) => job.cancel('all', () => reason), job);
    const { handOver } = this.#submitUnlessHandedOver(job, request);
    return { job, services: this.#services, failures: record.failures, handOver };
  }

  /**
   * Inside a call, work waits for the end of the current turn: a function that returns its future at once has it run by
   * the client instead.
   */
  #submitUnlessHandedOver(
    job: Job,
    request: Pick<JobRequest, 'handOver' | 'options'> & { readonly fn?: AnyFunction },
  ): Pick<JobHandle, 'handOver'> {
    const { handOver, fn, options } = request;
    if (currentCall() === undefined || handOver === undefined || fn === undefined) {
      this.engine.submit(job);
      return { handOver: () => undefined };
    }
    let state: 'kept' | 'submitted' | 'handed-over' = 'kept';
    setImmediate(() => {
      if (state !== 'kept') return;
      state = 'submitted';
      this.engine.submit(job);
    });
    return {
      handOver: () => {
        if (state !== 'kept') return undefined;
        state = 'handed-over';
        this.jobs.wasRead(job);
        job.cancel(
          'all',
          () => new LithopsError({ code: 'LITHOPS_CANCELLED', message: 'Handed over to the client.' }),
        );
        return { jobId: job.name, functions: [fn], options, ...handOver };
      },
    };
  }

  list<R>(handle: JobHandle): JobFutures<R> {
    return new JobFutures<R>(handle);
  }

  single<R>(handle: JobHandle): CallFuture<R> {
    return new CallFuture<R>(handle, 0);
  }

  /** Reads an iterable, or the results of a list. */
  readerFor(input: ContinuationInput): InputReader {
    const source = JobFutures.handleOf(input);
    return source === undefined ? readerOf(input) : chainedReader(source);
  }

  mapRequest(fn: AnyFunction, input: ContinuationInput, options: MapOptions): JobRequest {
    return { kind: 'M', fn, reader: this.readerFor(input), options, handOver: { method: 'map', input } };
  }

  callRequest(fn: AnyFunction, data: unknown, options: CallOptions): JobRequest {
    const source = JobFutures.handleOf(data);
    const reader = source === undefined ? readerOf([data]) : collectedReader(source);
    const input = source === undefined ? [data] : resultsOf(source);
    return { kind: 'A', fn, reader, options, handOver: { method: 'callAsync', input } };
  }

  reduceRequest(fn: AnyFunction, source: JobHandle, options: CallOptions): JobRequest {
    return { kind: 'R', fn, reader: collectedReader(source), options };
  }

  #makeServices(): FutureServices {
    return {
      mapOver: (source, fn, options) => {
        const given = options as MapOptions | undefined;
        checkMapOptions(given);
        const request = {
          kind: 'M',
          fn: checkFunction('map', fn),
          reader: chainedReader(source),
          options: given ?? {},
        } as const;
        return this.list(this.start(request));
      },
      reduceOver: (source, fn, options) => {
        const given = options as CallOptions | undefined;
        checkCallOptions(given);
        return this.single(this.start(this.reduceRequest(checkFunction('reduce', fn), source, given ?? {})));
      },
      logsOf: () => this.#logs(),
      plot: (jobs, destination) => this.plot(jobs, destination),
      usdOf: ({ execMs }) => this.#usdOf(execMs),
      wasRead: (job) => this.jobs.wasRead(job),
      cancelledBecause: (job) => cancelled(job),
    };
  }

  #usdOf(execMs: number): number | undefined {
    const price = this.engine.backend?.price;
    return price?.({ execMs, memoryMb: this.engine.memoryMb });
  }

  async #logs(): Promise<string> {
    throw new LithopsError({
      code: 'LITHOPS_UNSUPPORTED',
      message: `The backend ${this.engine.backend?.name ?? ''} keeps no logs of its workers: they write to this program's own output.`,
    });
  }

  /** Runs what a call handed over; the call's future takes its result. Cancelling the call cancels its work, too. */
  #continueWith(parent: Job, index: number, work: ContinuationWork): void {
    const jobs = this.#continuationJobs(parent, work);
    const stop = parent.table.subscribe({
      settled: (ended) => {
        if (ended !== index) return;
        stop();
        for (const job of jobs) if (!job.table.allSettled) job.cancel('all', cancelled(job));
      },
      counted: () => undefined,
    });
    const [last] = jobs.slice(-1);
    const values = last === undefined ? Promise.resolve([]) : allValues(last);
    values.then(
      (results) => parent.fulfil(index, work.method === 'map' ? results : results[0]),
      (reason: unknown) => parent.reject(index, reason),
    );
  }

  /** In the order in which they run; the last gives the result. */
  #continuationJobs(parent: Job, work: ContinuationWork): readonly Job[] {
    const kind = work.method === 'callAsync' ? 'A' : 'M';
    const first = this.#beginContinuation(kind, parent, work, 0, encodedReader(work.items));
    if (work.method !== 'mapReduce') return [first.job];
    return [first.job, this.#beginContinuation('R', parent, work, 1, collectedReader(first)).job];
  }

  #beginContinuation(
    kind: JobKind,
    parent: Job,
    work: ContinuationWork,
    position: number,
    reader: InputReader,
  ): JobHandle {
    const job = this.#factory.fromContinuation(kind, parent, work, position, reader);
    const handle = this.#begin(job, { kind, options: {} });
    handle.failures.lookAtAll();
    this.jobs.wasRead(job);
    return handle;
  }

  #cancelOn(signal: AbortSignal | undefined, cancel: (reason: unknown) => void, job?: Job): void {
    if (signal === undefined) return;
    const onAbort = (): void => cancel(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const stop = (): void => signal.removeEventListener('abort', onAbort);
    this.#signals.add(stop);
    const unsubscribe = job?.table.subscribe({ settled: () => release(), counted: () => release() });
    const release = (): void => {
      if (!job?.table.allSettled) return;
      unsubscribe?.();
      stop();
      this.#signals.delete(stop);
    };
  }

  /** All calls of this executor so far whose jobs are not done or not read. */
  allTargets(): readonly JobHandle[] {
    const records = new Set([...this.jobs.unread, ...this.jobs.unfinished]);
    return [...records].map((record) => this.#handleOf(record));
  }

  unreadHandles(): readonly (JobHandle & { readonly isSingle: boolean })[] {
    return this.jobs.unread.map((record) => ({ ...this.#handleOf(record), isSingle: record.isSingle }));
  }

  #handleOf({ job, failures }: Pick<JobHandle, 'job' | 'failures'>): JobHandle {
    return { job, failures, services: this.#services, handOver: () => undefined };
  }

  plot(_jobs: readonly Job[], _destination: string | undefined): Promise<void> {
    return Promise.reject(noPlots());
  }

  cancelAll(): void {
    for (const { job, failures } of this.jobs.unfinished) {
      failures.lookAtAll();
      job.cancel('all', cancelled(job));
    }
  }

  /** Cancels what runs, ends workers, connections and timers; then tells of failures that nobody looked at. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const { unfinished } = this.jobs;
    const running = unfinished.reduce((sum, { job }) => sum + job.table.length - job.table.settledCount, 0);
    for (const { job, failures } of unfinished) {
      failures.lookAtAll();
      job.cancel('all', closedTooEarly(job, running));
    }
    for (const stop of this.#signals) stop();
    await this.engine.close();
    const failures = this.jobs.takeUnreadFailures();
    if (failures !== undefined) throw failures;
  }
}

/** A list's results as the one item of a call; not asked for before they are needed. */
async function* resultsOf({ job }: JobHandle): AsyncGenerator<unknown[]> {
  yield await allValues(job);
}

function cancelled(job: Job): (index: number) => unknown {
  return (index) => job.error(index, 'LITHOPS_CANCELLED', `Call ${index} of ${job.name} was cancelled.`);
}

function closedTooEarly(job: Job, running: number): (index: number) => unknown {
  const message = `The executor was closed while ${running} calls ran: did you mean \`return await\`?`;
  return (index) => job.error(index, 'LITHOPS_CANCELLED', message);
}

function closed(): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_EXECUTOR_CLOSED',
    message: 'Expected an open executor, got one that was closed. Make a new FunctionExecutor.',
  });
}

function noPlots(): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_PLUGIN_NOT_FOUND',
    message: 'Plots are drawn by a package of their own. Install it: npm i @lithops/plots',
  });
}
