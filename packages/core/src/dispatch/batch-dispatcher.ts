import type { Job } from '../job/job.js';
import type { JobOwner } from '../job/job-definition.js';
import type { BatchJob, JobBackend, JobHandle } from '../spec/compute-backend.js';
import type { RuntimeHandle } from '../spec/runtime.js';
import { TransportError } from '../spec/transport-error.js';
import type { Report } from '../wire/index.js';
import { backoffMs } from './backoff.js';
import type { Dispatcher } from './dispatcher.js';
import { asTransportError, endCalls, isRefusal } from './lost-calls.js';
import type { OutcomeIntake } from './outcome-intake.js';
import { pause, pauseUnless } from './pause.js';
import type { PayloadBuilder } from './payload-builder.js';
import { payloadName } from './payload-name.js';
import { REFUSAL_GRACE_MS } from './refusals.js';
import { stillWanted, type TakenCalls } from './still-wanted.js';
import { type StoredCalls, Submission } from './submission.js';
import { settleUnbuilt } from './unbuilt.js';

export interface BatchDispatcherSettings {
  readonly backend: JobBackend;
  /** Makes the job's runtime exist again after somebody deleted it. */
  redeploy(job: Job): Promise<RuntimeHandle>;
  readonly builder: PayloadBuilder;
  readonly intake: OutcomeIntake;
  /** Calls per worker where the job does not say. */
  readonly defaultChunkSize: number;
  /** How long the monitor may tell nothing of a job whose workers have ended, milliseconds. */
  readonly longestSilenceMs: number;
  onFinished(job: Job): void;
}

interface JobInWork {
  runtime: RuntimeHandle;
  redeployed: boolean;
  readonly submissions: Set<Submission>;
  isSubmitting: boolean;
  /** When the monitor last told something of it. */
  lastNewsMs: number;
  /** There may be more to submit than when submitting began. */
  hasMore: boolean;
}

/**
 * Hands whole jobs to a backend that queues them itself (Batch, VMs): payloads go to storage, one submission names them.
 * Calls that have to go again, and input that comes later, make further submissions. Outcomes come by the monitor, the
 * platform's own failures by the handle.
 */
export class BatchDispatcher implements Dispatcher, JobOwner {
  readonly #settings: BatchDispatcherSettings;
  readonly #jobs = new Map<Job, JobInWork>();
  readonly #running = new Set<Promise<void>>();
  readonly #closed = new AbortController();
  /** Those that are watched: a job may have ended before all of its workers have. */
  readonly #submissions = new Set<Submission>();
  #payloads = 0;

  constructor(settings: BatchDispatcherSettings) {
    this.#settings = settings;
  }

  add(job: Job, runtime: RuntimeHandle): void {
    const submissions = new Set<Submission>();
    const begin = { redeployed: false, isSubmitting: false, hasMore: false, lastNewsMs: -Infinity };
    this.#jobs.set(job, { runtime, submissions, ...begin });
    job.own(this);
    this.wake(job);
  }

  wake(job: Job): void {
    const work = this.#jobs.get(job);
    if (work === undefined) return;
    work.hasMore = true;
    if (!work.isSubmitting) this.#start(this.#submitWaiting(job, work));
    this.#dropIfFinished(job, work);
  }

  abandon(job: Job, indexes: ReadonlySet<number>): void {
    for (const submission of this.#jobs.get(job)?.submissions ?? []) {
      const unwanted = submission.idleWithout(indexes);
      for (const worker of unwanted) submission.leave(worker);
      if (unwanted.length > 0) this.#start(stop(submission.handle, unwanted));
    }
  }

  deliver(report: Report): void {
    for (const [job, work] of this.#jobs) {
      if (job.definition.id !== report.jobId) continue;
      const { submissions } = work;
      work.lastNewsMs = performance.now();
      for (const { index, attempt } of report.outcomes) {
        for (const submission of submissions) submission.reported(index, attempt);
      }
      for (const submission of submissions) {
        job.giveBack(submission.returned(report.end?.returned ?? []));
        failPayload(job, submission, report);
      }
      void this.#settings.intake.accept(job, report).then(() => this.wake(job));
    }
  }

  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  close(): void {
    this.#closed.abort(new TransportError('lost', 'The executor was closed.'));
    for (const submission of this.#submissions) submission.letGo();
  }

  #start(work: Promise<void>): void {
    const running: Promise<void> = work.finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Collects what waits, cut into payloads, and submits it. Never rejects. */
  async #submitWaiting(job: Job, work: JobInWork): Promise<void> {
    work.isSubmitting = true;
    while (work.hasMore) {
      work.hasMore = false;
      for (const submission of await this.#collect(job)) {
        work.hasMore = true;
        work.submissions.add(submission);
        await this.#submit(job, work, submission);
      }
    }
    work.isSubmitting = false;
    this.#dropIfFinished(job, work);
  }

  /** One submission, or more where segments do not follow each other because one could not be stored. */
  async #collect(job: Job): Promise<readonly Submission[]> {
    const size = Math.min(
      job.definition.chunkSize ?? this.#settings.defaultChunkSize,
      this.#settings.backend.capabilities.maxCallsPerActivation,
    );
    const found: { readonly firstSegment: number; readonly workers: StoredCalls[] }[] = [];
    for (let taken = job.take(size); taken.calls.length > 0; taken = job.take(size)) {
      const stored = await this.#store(job, taken);
      if (stored === undefined) continue;
      const last = found.at(-1);
      const follows = last !== undefined && last.firstSegment + last.workers.length === stored.segment;
      if (follows) last.workers.push(stored);
      else found.push({ firstSegment: stored.segment, workers: [stored] });
    }
    return found.map(({ firstSegment, workers }) => new Submission(job, firstSegment, workers));
  }

  async #store(
    job: Job,
    taken: TakenCalls,
  ): Promise<(StoredCalls & { readonly segment: number }) | undefined> {
    const { builder } = this.#settings;
    const payloadId = payloadName(job, this.#payloads++);
    try {
      const chunk = await builder.buildWhole(job, payloadId, taken.calls, taken.attempts);
      if (chunk === undefined) return undefined;
      if (chunk.indexes.some((index) => job.table.isSettled(index)))
        return await this.#store(job, stillWanted(job, taken));
      return { ...chunk, segment: await builder.store(job, chunk.body) };
    } catch (error) {
      settleUnbuilt(job, taken.calls, error);
      return undefined;
    }
  }

  /** Until the platform has taken it, or will not. */
  async #submit(job: Job, work: JobInWork, submission: Submission): Promise<void> {
    const { signal } = this.#closed;
    const givenUpMs = performance.now() + job.definition.timeoutMs + REFUSAL_GRACE_MS;
    for (let tries = 1; !signal.aborted && !job.table.allSettled; tries++) {
      try {
        submission.handle = await this.#settings.backend.submit(this.#batch(job, work, submission), signal);
        this.#start(this.#watch(job, work, submission, submission.handle));
        return;
      } catch (thrown) {
        const error = asTransportError(thrown);
        if (await this.#mayTryAgain(job, work, error, tries, givenUpMs)) continue;
        endCalls(job, submission.leaveAll(), error);
        break;
      }
    }
    work.submissions.delete(submission);
  }

  async #mayTryAgain(
    job: Job,
    work: JobInWork,
    error: TransportError,
    tries: number,
    givenUpMs: number,
  ): Promise<boolean> {
    if (isRefusal(error)) {
      if (performance.now() > givenUpMs) return false;
      await pause(error.retryAfterMs ?? backoffMs(tries), this.#closed.signal);
      return true;
    }
    if (error.kind !== 'runtime-missing' || work.redeployed) return false;
    work.redeployed = true;
    try {
      work.runtime = await this.#settings.redeploy(job);
      return true;
    } catch {
      return false; // the calls fail with what the platform said first
    }
  }

  #batch(job: Job, { runtime }: JobInWork, submission: Submission): BatchJob {
    return {
      jobId: job.name,
      runtime,
      activations: submission.workerCount,
      body: this.#settings.builder.referenceTo(job, submission.firstSegment),
      timeoutMs: job.definition.timeoutMs * submission.mostCalls,
    };
  }

  /** Until all has been reported, or neither platform nor monitor have more to say: what has no outcome then is lost. */
  async #watch(job: Job, work: JobInWork, submission: Submission, handle: JobHandle): Promise<void> {
    this.#submissions.add(submission);
    if (this.#closed.signal.aborted) submission.letGo();
    const unwanted = submission.idleWithout(new Set());
    for (const worker of unwanted) submission.leave(worker);
    if (unwanted.length > 0) this.#start(stop(handle, unwanted));
    const said = await Promise.race([this.#takeFailures(job, submission, handle), submission.over]);
    if (said === 'all') await this.#untilSilent(work, submission);
    this.#submissions.delete(submission);
    const silent = new TransportError('lost', 'The worker ended without a word about this call.');
    endCalls(job, submission.leaveAll(), silent);
    work.submissions.delete(submission);
    this.#dropIfFinished(job, work);
  }

  /** Until all has been reported, or the monitor has told nothing of the job for so long that no news will come. */
  async #untilSilent(work: JobInWork, { over }: Submission): Promise<void> {
    const { longestSilenceMs } = this.#settings;
    for (let restMs = longestSilenceMs; restMs > 0; ) {
      if (await pauseUnless(over, restMs)) return;
      restMs = longestSilenceMs - (performance.now() - work.lastNewsMs);
    }
  }

  async #takeFailures(job: Job, submission: Submission, handle: JobHandle): Promise<'all'> {
    try {
      for await (const { activation, error } of handle.failures()) {
        const calls = submission.leave(activation);
        if (isRefusal(error)) this.#start(this.#giveBackLater(job, calls, error));
        else endCalls(job, calls, error);
      }
    } catch (cause) {
      const error = new TransportError('lost', `The platform stopped telling about ${job.name}.`, { cause });
      endCalls(job, submission.leaveAll(), error);
    }
    return 'all';
  }

  /** They did not run: they go again, uncounted, but not at once. */
  async #giveBackLater(job: Job, calls: readonly number[], error: TransportError): Promise<void> {
    await pause(error.retryAfterMs ?? backoffMs(1), this.#closed.signal);
    job.giveBack(calls);
  }

  #dropIfFinished(job: Job, work: JobInWork): void {
    if (!job.table.allSettled || work.isSubmitting || !this.#jobs.delete(job)) return;
    this.#settings.onFinished(job);
  }
}

async function stop(handle: JobHandle | undefined, workers: readonly number[]): Promise<void> {
  try {
    await handle?.cancel(workers);
  } catch {
    // They cannot be stopped: the platform ends them in its own time.
  }
}

/** A worker that could not run its payload at all says so once, for all of its calls. */
function failPayload(job: Job, submission: Submission, { activationId, end }: Report): void {
  const failure = end?.failure;
  if (failure === undefined) return;
  for (const index of submission.failed(activationId)) {
    job.failAttempt(index, job.error(index, failure.code, failure.message), 'worker', true);
  }
}
