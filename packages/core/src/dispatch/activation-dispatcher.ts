import { invalidArgument } from '../errors/invalid-argument.js';
import { isLithopsError } from '../errors/lithops-error.js';
import type { Job } from '../job/job.js';
import type { JobOwner } from '../job/job-definition.js';
import type { CallAttempt } from '../spec/monitor.js';
import type { RuntimeHandle } from '../spec/runtime.js';
import type { TransportError } from '../spec/transport-error.js';
import type { Report } from '../wire/index.js';
import { ActivationRun } from './activation-run.js';
import type { ActivationDispatcherSettings, ActivationResult } from './activation-services.js';
import { AdaptiveWindow } from './adaptive-window.js';
import { backoffMs } from './backoff.js';
import { ChunkLimit } from './chunk-limit.js';
import type { ChunkMeasure } from './chunk-size.js';
import type { Dispatcher } from './dispatcher.js';
import { type JobInWork, takenIntoWork } from './job-in-work.js';
import type { PayloadBuilder } from './payload-builder.js';
import { payloadName } from './payload-name.js';
import { Refusals } from './refusals.js';
import { stillWanted, type TakenCalls } from './still-wanted.js';
import { settleUnbuilt } from './unbuilt.js';

/** While a job streams: one chunk that runs and one that is read. */
const CHUNKS_PER_SLOT = 2;
/** Nor is the input of a chunk to be more than this: its worker has all of it in memory before the first call begins. */
const CHUNK_BYTES = 16 * 2 ** 20;

/**
 * Sends the calls of all jobs of one executor to a backend that takes activations: as many at once as there are slots,
 * one job after the other so that a long one does not hold up a short one. Everything that goes wrong on the way is
 * decided here and in the calls' own run: backends only carry.
 */
export class ActivationDispatcher implements Dispatcher, JobOwner {
  readonly #settings: ActivationDispatcherSettings;
  /** In the order of their turn. */
  readonly #jobs = new Map<Job, JobInWork>();
  readonly #refusals: Refusals;
  readonly #window: AdaptiveWindow;
  readonly #chunkLimit: ChunkLimit;
  #freeSlots: number;
  #activations = 0;
  #pumping = false;

  constructor(settings: ActivationDispatcherSettings) {
    if (!(settings.slots >= 1))
      throw invalidArgument('max_workers', 'a number of at least 1', settings.slots);
    this.#settings = settings;
    this.#freeSlots = settings.slots;
    this.#window = new AdaptiveWindow(settings.slots, () => this.#pump());
    this.#chunkLimit = new ChunkLimit(settings.log);
    this.#refusals = new Refusals(settings.log, () => this.#pump());
  }

  /** Takes a job into work. It is dropped when its last call has settled and no worker is busy with it. */
  add(job: Job, runtime: RuntimeHandle): void {
    this.#jobs.set(job, takenIntoWork(job, runtime));
    job.own(this);
    this.#pump();
  }

  wake(): void {
    this.#pump();
  }

  abandon(job: Job, indexes: ReadonlySet<number>): void {
    for (const run of this.#jobs.get(job)?.runs.values() ?? []) run.abandon(indexes);
  }

  /** A report that came by a monitor. */
  deliver(report: Report): void {
    for (const work of this.#jobs.values()) {
      const { job, runs } = work;
      if (job.definition.id !== report.jobId) continue;
      work.lastNewsMs = performance.now();
      const run = runs.get(report.activationId);
      if (run === undefined) void this.#settings.intake.accept(job, report);
      else run.accept(report);
    }
  }

  /** Calls that begin late, as a monitor says. */
  started(calls: readonly CallAttempt[]): void {
    for (const call of calls) {
      for (const { job, runs } of this.#jobs.values()) {
        if (job.definition.id === call.jobId) for (const run of runs.values()) run.begun(call);
      }
    }
  }

  /** Resolves when no worker is busy for this executor any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  close(): void {
    this.#refusals.close();
    this.#window.close();
    for (const { runs } of this.#jobs.values()) for (const run of runs.values()) run.letGo();
  }

  readonly #running = new Set<Promise<void>>();

  #pump(): void {
    // Taking calls wakes the job again: one loop is enough.
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      while (this.#maySend && this.#startNext());
    } finally {
      this.#pumping = false;
    }
    this.#dropFinished();
  }

  get #maySend(): boolean {
    return this.#freeSlots > 0 && this.#window.hasRoom(this.#underWay) && !this.#refusals.isPausing;
  }

  get #underWay(): number {
    return this.#settings.slots - this.#freeSlots;
  }

  /** Starts one activation of the first job in turn that has something to send. */
  #startNext(): boolean {
    for (const [job, work] of this.#jobs) {
      if (work.activations >= (job.definition.concurrency ?? Number.POSITIVE_INFINITY)) continue;
      const size = this.#chunkSize(work);
      const taken = job.take(size, Math.min(size, job.consumption.share(this.#settings.slots)));
      if (taken.calls.length === 0) continue;
      this.#jobs.delete(job);
      this.#jobs.set(job, work);
      this.#run(work, taken);
      return true;
    }
    return false;
  }

  #run(work: JobInWork, taken: TakenCalls): void {
    let hasSlot = true;
    const freeSlot = () => {
      if (!hasSlot) return;
      hasSlot = false;
      this.#freeSlots++;
      work.activations--;
      this.#pump();
    };
    this.#freeSlots--;
    work.activations++;
    const running: Promise<void> = this.#send(work, taken, freeSlot).finally(() => {
      this.#running.delete(running);
      freeSlot();
      this.#dropFinished();
    });
    this.#running.add(running);
  }

  #chunkSize(work: JobInWork): number {
    const { job } = work;
    const { backend, defaultChunkSize } = this.#settings;
    const { maxCallsPerActivation, streamsReplies } = backend.capabilities;
    const own = job.definition.chunkSize;
    const size = own ?? (streamsReplies ? this.#adaptiveSize(work) : defaultChunkSize);
    return Math.max(1, Math.min(size, maxCallsPerActivation, this.#callsThatFit(work)));
  }

  #adaptiveSize({ job, chunkSize, bytesPerCall }: JobInWork): number {
    const { slots } = this.#settings;
    return Math.min(
      chunkSize.next(job.queue.waiting, slots, this.#jobs.size > 1),
      job.consumption.share(slots),
      Math.floor(CHUNK_BYTES / Math.max(1, bytesPerCall)),
    );
  }

  /** Enough results may wait that workers have chunks of a good size while others are read. */
  #measure({ job, chunkSize }: JobInWork, measured: ChunkMeasure): void {
    chunkSize.measure(measured);
    const { backend, slots } = this.#settings;
    if (backend.capabilities.streamsReplies)
      job.consumption.adapt(CHUNKS_PER_SLOT * slots * (job.definition.chunkSize ?? chunkSize.steady));
  }

  #callsThatFit({ job, runtime }: JobInWork): number {
    const { backend, processes = 1 } = this.#settings;
    if (backend.capabilities.streamsReplies) return Number.POSITIVE_INFINITY;
    return this.#chunkLimit.callsThatFit(job, { timeoutMs: runtime.spec.timeoutMs, processes });
  }

  async #send(work: JobInWork, taken: TakenCalls, workerIsFree: () => void): Promise<void> {
    const { job } = work;
    const activationId = payloadName(job, this.#activations++);
    const chunk = await this.#build(job, activationId, taken);
    if (chunk === undefined) return;
    work.bytesPerCall = chunk.body.byteLength / chunk.indexes.length;
    if (chunk.indexes.some((index) => job.table.isSettled(index))) {
      await this.#send(work, stillWanted(job, taken), workerIsFree);
      return;
    }
    const run = new ActivationRun(job, chunk, {
      ...this.#settings,
      runtime: work.runtime,
      measure: (measured) => this.#measure(work, measured),
      workerIsFree,
      silentMs: () => performance.now() - work.lastNewsMs,
    });
    work.runs.set(activationId, run);
    try {
      const result = await run.run();
      work.runs.delete(activationId);
      await this.#after(work, run, result);
    } catch (error) {
      // Nothing below throws by intention: if it does, its calls still settle.
      work.runs.delete(activationId);
      for (const index of chunk.indexes) job.reject(index, error);
    }
  }

  async #build(
    job: Job,
    activationId: string,
    { calls, attempts }: TakenCalls,
  ): ReturnType<PayloadBuilder['build']> {
    try {
      return await this.#settings.builder.build(job, activationId, calls, attempts);
    } catch (error) {
      settleUnbuilt(job, calls, error);
      return undefined;
    }
  }

  async #after(work: JobInWork, run: ActivationRun, result: ActivationResult): Promise<void> {
    switch (result.ended) {
      case 'over':
        this.#window.accepted();
        return this.#refusals.accepted();
      case 'refused':
        return this.#refused(run, result.error);
      case 'runtime-missing':
        return await this.#redeployOnce(work, run, result.error);
    }
  }

  #refused(run: ActivationRun, error: TransportError): void {
    if (error.kind === 'throttled') this.#window.refused(this.#underWay);
    const given = this.#refusals.refused(error, backoffMs, run.job.definition.timeoutMs);
    if (given === 'again') {
      run.job.giveBack(run.open);
      return;
    }
    const message = `The backend took no calls of ${run.job.name} for too long: ${error.message}`;
    for (const index of run.open) {
      run.job.reject(index, run.job.error(index, 'LITHOPS_BACKEND_UNAVAILABLE', message, error));
    }
  }

  async #redeployOnce(work: JobInWork, run: ActivationRun, error: TransportError): Promise<void> {
    try {
      if (run.runtime === (await work.redeployed)) throw error;
      work.redeployed ??= this.#settings.redeploy(run.job);
      work.runtime = await work.redeployed;
      run.job.giveBack(run.open);
    } catch (cause) {
      const message = isLithopsError(cause, 'LITHOPS_RUNTIME_MISSING')
        ? cause.message
        : `The runtime is gone and could not be deployed again: ${error.message}`;
      for (const index of run.open)
        run.job.reject(index, run.job.error(index, 'LITHOPS_RUNTIME_MISSING', message, cause));
    }
  }

  #dropFinished(): void {
    for (const [job, { runs }] of this.#jobs) {
      if (!job.table.allSettled || runs.size > 0) continue;
      this.#jobs.delete(job);
      this.#settings.onFinished(job);
    }
  }
}
