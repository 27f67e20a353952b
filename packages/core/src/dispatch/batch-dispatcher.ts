import type { Job, JobOwner } from '../job/job.js';
import type { BatchJob, JobBackend, JobHandle } from '../spec/compute-backend.js';
import type { RuntimeHandle } from '../spec/runtime.js';
import { TransportError } from '../spec/transport-error.js';
import type { Report } from '../wire/index.js';
import type { WaitingCall } from './call-queue.js';
import type { Dispatcher } from './dispatcher.js';
import { loseCalls } from './lost-calls.js';
import type { OutcomeIntake } from './outcome-intake.js';
import type { PayloadBuilder } from './payload-builder.js';

export interface BatchDispatcherSettings {
  readonly backend: JobBackend;
  readonly builder: PayloadBuilder;
  readonly intake: OutcomeIntake;
  /** Calls per worker where the job does not say. */
  readonly defaultChunkSize: number;
  onFinished(job: Job): void;
}

/** Workers of one array of the platform hold calls by the number of their payload. */
interface Submission {
  readonly firstSegment: number;
  /** Calls by worker, those without an outcome. */
  readonly open: Set<number>[];
  handle?: JobHandle | undefined;
}

interface JobInWork {
  readonly runtime: RuntimeHandle;
  readonly submissions: Set<Submission>;
  isSubmitting: boolean;
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

  constructor(settings: BatchDispatcherSettings) {
    this.#settings = settings;
  }

  add(job: Job, runtime: RuntimeHandle): void {
    this.#jobs.set(job, { runtime, submissions: new Set(), isSubmitting: false });
    job.own(this);
    this.wake(job);
  }

  wake(job: Job): void {
    const work = this.#jobs.get(job);
    if (work === undefined) return;
    if (!work.isSubmitting) this.#start(this.#submitWaiting(job, work));
    this.#dropIfFinished(job, work);
  }

  abandon(job: Job, indexes: ReadonlySet<number>): void {
    for (const submission of this.#jobs.get(job)?.submissions ?? []) {
      const unwanted = submission.open.flatMap((open, activation) =>
        open.size > 0 && [...open].every((index) => indexes.has(index)) ? [activation] : [],
      );
      if (unwanted.length > 0) this.#start(this.#stop(submission, unwanted));
    }
  }

  deliver(report: Report): void {
    for (const [job, { submissions }] of this.#jobs) {
      if (job.definition.id !== report.jobId) continue;
      for (const { index } of report.outcomes) {
        for (const { open } of submissions) for (const calls of open) calls.delete(index);
      }
      void this.#settings.intake.accept(job, report).then(() => this.wake(job));
    }
  }

  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  close(): void {
    this.#closed.abort(new TransportError('lost', 'The executor was closed.'));
  }

  #start(work: Promise<void>): void {
    const running: Promise<void> = work.finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #stop({ handle, open }: Submission, activations: readonly number[]): Promise<void> {
    for (const activation of activations) open[activation]?.clear();
    await handle?.cancel(activations);
  }

  /** Collects what waits, cut into payloads, and submits it. */
  async #submitWaiting(job: Job, work: JobInWork): Promise<void> {
    work.isSubmitting = true;
    try {
      for (;;) {
        const submission = await this.#collect(job);
        if (submission === undefined) return;
        work.submissions.add(submission);
        await this.#submit(job, work, submission);
      }
    } catch (error) {
      for (const index of [...job.table.unsettled()]) job.reject(index, error);
    } finally {
      work.isSubmitting = false;
      this.#dropIfFinished(job, work);
    }
  }

  async #collect(job: Job): Promise<Submission | undefined> {
    const size = Math.min(
      job.definition.chunkSize ?? this.#settings.defaultChunkSize,
      this.#settings.backend.capabilities.maxCallsPerActivation,
    );
    const open: Set<number>[] = [];
    let firstSegment: number | undefined;
    for (let { calls, attempts } = job.take(size); calls.length > 0; { calls, attempts } = job.take(size)) {
      const stored = await this.#store(job, calls, attempts);
      if (stored === undefined) continue;
      firstSegment ??= stored.segment;
      open.push(new Set(stored.indexes));
    }
    return firstSegment === undefined ? undefined : { firstSegment, open };
  }

  async #store(
    job: Job,
    calls: readonly WaitingCall[],
    attempts: readonly number[],
  ): Promise<{ segment: number; indexes: readonly number[] } | undefined> {
    const { builder } = this.#settings;
    const activationId = `${job.definition.id}-${calls[0]?.entry.index ?? 0}-${attempts[0] ?? 1}`;
    const chunk = await builder.buildWhole(job, activationId, calls, attempts);
    return chunk === undefined
      ? undefined
      : { segment: await builder.store(job, chunk.body), indexes: chunk.indexes };
  }

  async #submit(job: Job, work: JobInWork, submission: Submission): Promise<void> {
    const { backend, builder } = this.#settings;
    const { timeoutMs } = job.definition;
    const batch: BatchJob = {
      jobId: job.name,
      runtime: work.runtime,
      activations: submission.open.length,
      body: builder.referenceTo(job, submission.firstSegment),
      timeoutMs: timeoutMs * Math.max(...submission.open.map((calls) => calls.size)),
    };
    submission.handle = await backend.submit(batch, this.#closed.signal);
    this.#start(this.#watch(job, work, submission, submission.handle));
  }

  /** Until the platform has no more to say; what has no outcome then is lost. */
  async #watch(job: Job, work: JobInWork, submission: Submission, handle: JobHandle): Promise<void> {
    try {
      for await (const { activation, error } of handle.failures())
        this.#lose(job, submission, activation, error);
    } catch (cause) {
      const error = new TransportError('lost', `The platform stopped telling about ${job.name}.`, { cause });
      for (const activation of submission.open.keys()) this.#lose(job, submission, activation, error);
    }
    if (submission.open.every((calls) => calls.size === 0)) work.submissions.delete(submission);
    this.#dropIfFinished(job, work);
  }

  #lose(job: Job, { open }: Submission, activation: number, error: TransportError): void {
    const calls = open[activation];
    if (calls === undefined) return;
    loseCalls(job, [...calls], error, false);
    calls.clear();
  }

  #dropIfFinished(job: Job, work: JobInWork): void {
    if (!job.table.allSettled || work.isSubmitting || !this.#jobs.delete(job)) return;
    this.#settings.onFinished(job);
  }
}
