import type { AnyFunction } from '@lithops/closure';
import type { Configuration } from '../config/index.js';
import type { CallSite } from '../errors/index.js';
import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';
import { parseJobName } from '../storage/key-layout.js';
import { keepCompiled } from '../util/compiled/require-compiled.js';
import { checkFunction } from '../util/function-arguments.js';
import { messageOf } from '../util/thrown.js';
import { currentCall } from '../worker/current-call.js';
import { AbortLinks } from './abort-links.js';
import { CallFuture } from './call-future.js';
import { obj } from './configured-objects.js';
import { Continuations } from './continuations.js';
import { Engine } from './engine.js';
import { everyStep } from './every-step.js';
import { cancelled, closed, closedTooEarly, noLogs, noPlots, persistedInCall } from './executor-errors.js';
import { ExecutorJobs } from './executor-jobs.js';
import { type HandOverOf, submitUnlessHandedOver } from './hand-over.js';
import { JobFactory, type JobKind, kindOf } from './job-factory.js';
import { JobFutures } from './job-futures.js';
import { type FutureServices, type JobHandle, LookedAt } from './job-handle.js';
import { chainRequest, type JobRequest, reduceRequest } from './job-requests.js';
import { ObjectInputs } from './object-inputs.js';
import type { CallOptions, ExecutorOptions, MapOptions } from './options.js';
import { reportProgress } from './progress.js';
import type { UnreadHandle } from './results.js';
import { interruptible } from './signals.js';
import { checkCallOptions, checkMapOptions } from './validate-options.js';
import { warnOfWaiting } from './waiting-worker.js';

/** The inside of an executor: makes jobs, gives them to the engine, and serves their futures. */
export class ExecutorCore {
  readonly executorId: string;
  readonly jobs: ExecutorJobs;
  readonly engine: Engine;
  readonly objects: ObjectInputs;
  readonly log: Logger;
  readonly #factory: JobFactory;
  readonly #options: ExecutorOptions;
  readonly #services: FutureServices;
  readonly #aborts = new AbortLinks();
  /** Persisted jobs whose results others were made from. */
  readonly #sources = new Map<Job, Job>();
  /** The job that this executor was made for, by `resume`. */
  #resumed: { readonly job: Job; isHandedOut: boolean } | undefined;
  #isClosed = false;
  /** The end that a signal has begun. */
  #interrupted: Promise<void> | undefined;
  #unwatchSignals: (() => void) | undefined;

  constructor(executorId: string, configuration: Configuration, options: ExecutorOptions, log: Logger) {
    this.executorId = executorId;
    this.log = log;
    this.#options = options;
    this.#factory = new JobFactory(configuration, executorId, options.retries);
    this.jobs = new ExecutorJobs(
      (execMs) => this.#usdOf(execMs),
      (isBusy) => {
        this.#watchSignals(isBusy);
        if (!isBusy) this.#closeIfOver();
      },
      log,
    );
    this.engine = new Engine({
      configuration,
      executorId,
      log,
      deploy: options.deploy ?? 'auto',
      continueWith: (parent, index, work) => continuations.run(parent, index, work),
    });
    this.objects = new ObjectInputs(this.engine.objectServices);
    const continuations = new Continuations({
      factory: this.#factory,
      objects: this.objects,
      sourceOf: (names) => obj(names),
      begin: (kind, job) => this.#beginContinuation(kind, job),
      cancelledBecause: cancelled,
    });
    this.#services = this.#makeServices();
    this.#aborts.add(options.signal, () => this.cancelAll());
  }

  /** Not in workers: there the client decides. */
  #watchSignals(isBusy: boolean): void {
    this.#unwatchSignals?.();
    const isWanted = isBusy && this.#options.handleSignals !== false && currentCall() === undefined;
    this.#unwatchSignals = isWanted ? interruptible(() => this.#interrupt()) : undefined;
  }

  async #interrupt(): Promise<void> {
    this.cancelAll();
    this.#interrupted = this.engine.close();
    await this.#interrupted;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** @throws {LithopsError} `LITHOPS_EXECUTOR_CLOSED`; {ClosureError} when the function cannot travel. */
  start(request: JobRequest): JobHandle {
    if (this.#isClosed) throw closed();
    this.#options.signal?.throwIfAborted();
    request.options.signal?.throwIfAborted();
    const { kind, fn, options, source } = request;
    const isPersisted = this.#options.persist === true || options.jobKey !== undefined;
    if (isPersisted && currentCall() !== undefined) throw persistedInCall();
    const persisted = isPersisted ? this.engine.persisted : undefined;
    const job = this.#factory.fromFunction(request, persisted);
    if (source?.definition.persistence !== undefined) this.#sources.set(job, source);
    const handOver = request.handOver && { functions: [fn], options, ...request.handOver };
    return this.#begin(kind, job, options, handOver);
  }

  /** Continues a job that another program began. Nobody else has this executor: it closes itself when that is over. */
  resume(jobId: string, fn: AnyFunction, site: CallSite): JobHandle {
    const address = parseJobName(jobId);
    if (currentCall() !== undefined) throw persistedInCall();
    const job = this.#factory.resumed(address, fn, this.engine.persisted, site);
    this.#resumed = { job, isHandedOut: false };
    return this.#begin(kindOf(address), job, {}, undefined);
  }

  /** Results that were read are deleted first; a job that failed stays for whoever resumes it next. */
  #closeIfOver(): void {
    if (this.#resumed === undefined || this.#isClosed || this.jobs.unfinished.length > 0) return;
    const { job, isHandedOut } = this.#resumed;
    if (!isHandedOut && job.table.failedCount === 0) return;
    this.close().catch((error: unknown) => this.log.warn(messageOf(error)));
  }

  /** Deletes a persisted job, running or not. */
  async cleanJob(jobId: string): Promise<void> {
    const address = parseJobName(jobId);
    for (const { job, failures } of this.jobs.unfinished) {
      if (job.name !== jobId) continue;
      failures.lookAtAll();
      job.cancel('all', cancelled(job));
    }
    await this.engine.persisted.clean(address);
  }

  /** The results of a job that was made from those of another one are read when its own are. */
  #handedOut(job: Job, which: number | 'all'): void {
    job.definition.persistence?.handedOut(which);
    if (this.#resumed?.job === job && (which === 'all' || job.table.total === 1)) {
      this.#resumed.isHandedOut = true;
      this.#closeIfOver();
    }
    const source = this.#sources.get(job);
    if (source !== undefined && job.table.allSettled && job.table.failedCount === 0) {
      this.#sources.delete(job);
      this.#handedOut(source, 'all');
    }
  }

  #begin(kind: JobKind, job: Job, options: MapOptions, work: HandOverOf | undefined): JobHandle {
    const record = { job, failures: new LookedAt(), isSingle: kind !== 'M', read: new Set<number>() };
    this.jobs.add(record);
    reportProgress(job, this.#options.progress, this.log);
    this.#aborts.add(options.signal, (reason) => job.cancel('all', () => reason), job);
    const handOver = submitUnlessHandedOver(job, work, (submitted) => this.#submit(submitted));
    return { job, services: this.#services, failures: record.failures, handOver };
  }

  #submit(job: Job): void {
    if (currentCall()?.host.isBusyWaiting === true) warnOfWaiting(this.log);
    if (this.#interrupted === undefined) this.engine.submit(job);
    else this.#refuse(job, this.#interrupted);
  }

  /** After the end, so that a program which begins the next job at once does not keep it from coming. */
  #refuse(job: Job, ended: Promise<void>): void {
    const refuse = (): void => job.failAll(closed());
    ended.then(refuse, refuse);
  }

  #beginContinuation(kind: JobKind, job: Job): JobHandle {
    const handle = this.#begin(kind, job, {}, undefined);
    handle.failures.lookAtAll();
    this.jobs.wasRead(job);
    return handle;
  }

  list<R>(handle: JobHandle): JobFutures<R> {
    return new JobFutures<R>(handle);
  }

  single<R>(handle: JobHandle): CallFuture<R> {
    return new CallFuture<R>(handle, 0);
  }

  #makeServices(): FutureServices {
    return {
      mapOver: (source, fn, options, site) => {
        const given = options as MapOptions | undefined;
        checkMapOptions(given);
        const request = chainRequest(checkFunction('map', fn), source, given ?? {});
        return this.list(this.start({ ...request, site }));
      },
      reduceOver: (source, fn, options, site) => {
        const given = options as CallOptions | undefined;
        checkCallOptions(given);
        const request = reduceRequest(checkFunction('reduce', fn), source, given ?? {});
        return this.single(this.start({ ...request, site }));
      },
      logsOf: (job, index) => this.#logs(job, index),
      plot: (jobs, destination) => this.plot(jobs, destination),
      usdOf: ({ execMs }) => this.#usdOf(execMs),
      wasRead: (job, index) => this.jobs.wasRead(job, index),
      handedOut: (job, which) => this.#handedOut(job, which),
      cancelledBecause: (job) => cancelled(job),
    };
  }

  #usdOf(execMs: number): number | undefined {
    const price = this.engine.backend?.price;
    return price?.({ execMs, memoryMb: this.engine.memoryMb });
  }

  async #logs(job: Job, index: number): Promise<string> {
    const { backend } = this.engine;
    if (backend?.capabilities.logs !== true) throw noLogs(backend?.name ?? '');
    if (backend.readLogs === undefined) return job.logs.text(index);
    return await job.logs.read(index, (...of) => backend.readLogs?.(...of));
  }

  /** All calls of this executor so far whose jobs are not done or not read. */
  allTargets(): readonly JobHandle[] {
    const records = new Set([...this.jobs.unread, ...this.jobs.unfinished]);
    return [...records].map((record) => this.#handleOf(record));
  }

  unreadHandles(): readonly UnreadHandle[] {
    return this.jobs.unread.map(({ job, failures, read }) => ({
      ...this.#handleOf({ job, failures }),
      read: new Set(read),
    }));
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

  async #cancelUnfinished(): Promise<void> {
    const { unfinished } = this.jobs;
    const running = unfinished.reduce((sum, { job }) => sum + job.table.length - job.table.settledCount, 0);
    const steps = unfinished.map(({ job, failures }) => (): void => {
      failures.lookAtAll();
      job.cancel('all', closedTooEarly(job, running));
    });
    await everyStep(steps);
  }

  /** Cancels what runs, ends workers, connections and timers; then tells of failures that nobody looked at. */
  async close(): Promise<void> {
    this.#isClosed = true;
    try {
      await this.#cancelUnfinished();
    } finally {
      this.#aborts.clear();
      await this.engine.close();
      keepCompiled();
      this.log.info(`Executor ${this.executorId} is closed.`);
    }
    const failures = this.jobs.takeUnreadFailures();
    if (failures !== undefined) throw failures;
  }
}
