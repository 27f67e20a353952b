import type { Job } from '../job/job.js';
import type { CallAttempt } from '../spec/monitor.js';
import type { RuntimeHandle } from '../spec/runtime.js';
import { TransportError } from '../spec/transport-error.js';
import type { Report } from '../wire/index.js';
import type { ActivationResult, ActivationServices } from './activation-services.js';
import { Deadline, START_GRACE_MS, STOP_GRACE_MS } from './deadline.js';
import { IncomingReports } from './incoming-reports.js';
import { asTransportError, endCalls, failUnreadable, loseCalls, timeOutOf } from './lost-calls.js';
import { MonitorWait } from './monitor-wait.js';
import { noteAnswer } from './note-answer.js';
import { OpenCalls } from './open-calls.js';
import type { Chunk } from './payload-builder.js';
import { executorClosed, NOTHING_BEGUN } from './why-calls-end.js';

/**
 * The life of one activation: sent, then pieces of its report, then its end. Each of its calls leaves it exactly once:
 * by an outcome, given back (it did not run), or lost.
 *
 * `run` resolves only when the transport has let go of the work: the slot is free then, and not before, but when the worker
 * has answered and only the monitor's news are waited for.
 */
export class ActivationRun {
  readonly chunk: Chunk;
  readonly job: Job;
  readonly #services: ActivationServices;
  readonly #reports: IncomingReports;
  readonly #abort = new AbortController();
  /** Calls that have not left yet, in the order in which the worker takes them. */
  readonly #open: OpenCalls;
  readonly #deadline = new Deadline(() => this.#stop('timed-out'));
  /** For what a monitor tells, once the transport says no more. */
  readonly #news: MonitorWait;
  #stopped: 'no' | 'timed-out' | 'abandoned' = 'no';
  #wasHeard = false;
  /** The platform has told what it costs. */
  #isBilled = false;
  /** It waits in no queue of the transport any more. */
  #hasStarted: boolean;
  #isLetGo = false;

  constructor(job: Job, chunk: Chunk, services: ActivationServices) {
    this.job = job;
    this.chunk = chunk;
    this.#services = services;
    const { intake } = services;
    this.#hasStarted = services.backend.capabilities.tellsStart !== true;
    this.#reports = new IncomingReports(
      chunk.activationId,
      (stored) => intake.read(stored),
      (report) => intake.accept(job, report, this.#isBilled),
    );
    this.#news = new MonitorWait(services);
    this.#open = new OpenCalls(chunk.indexes, chunk.attempts);
  }

  async run(): Promise<ActivationResult> {
    // Time in a queue of the transport is not the worker's.
    if (this.#services.backend.capabilities.tellsStart !== true) this.#watch(START_GRACE_MS);
    try {
      await this.#invoke();
      await this.#reports.settled();
      if (this.#open.size === 0) return { ended: 'over' };
      return this.#failed(new TransportError('lost', 'The worker ended without a word about this call.'));
    } catch (error) {
      const failure = asTransportError(error);
      noteAnswer(this.job, this.chunk, failure, this.#services);
      await this.#reports.settled();
      return this.#failed(failure);
    } finally {
      this.#deadline.clear();
      this.#news.over();
    }
  }

  async #invoke(): Promise<void> {
    const { backend, runtime, monitor } = this.#services;
    const { activationId: id, body, indexes } = this.chunk;
    const { timeoutMs } = this.job.definition;
    const deadlineEpochMs = Date.now() + START_GRACE_MS + timeoutMs * indexes.length;
    const activation = { id, jobId: this.job.name, runtime, body, deadlineEpochMs };
    const reply = await backend.invoke(activation, {
      reply: monitor !== undefined && backend.capabilities.replies.includes('none') ? 'none' : 'inline',
      signal: this.#abort.signal,
      onPart: (part) => this.#take(part),
      onStarted: () => this.#started(),
      onReturned: (firstPosition) => this.#takeBack(firstPosition),
      onOutput: (output) => this.job.logs.add(output),
    });
    this.#isBilled = noteAnswer(this.job, this.chunk, reply, this.#services);
    if (reply.body !== undefined) this.#reports.take(reply.body, (report) => this.#acceptReply(report));
    if (monitor === undefined) return;
    if (reply.body !== undefined) {
      this.#deadline.clear();
      this.#news.workerHasEnded();
    }
    await this.#untilReported();
  }

  /** A worker has it. */
  #started(): void {
    this.#hasStarted = true;
    const { first } = this.#open;
    if (first !== undefined) this.job.table.advance(first, 'running');
    this.#watch(START_GRACE_MS);
  }

  /** Some of the report: outcomes settle, the clock starts anew for the call that is next. */
  #take(body: Uint8Array<ArrayBuffer>): void {
    this.#reports.take(body, (report) => this.accept(report));
  }

  /** With a monitor, the reply says nothing of calls, unless the worker could not do its part: no monitor would tell. */
  #acceptReply(report: Report): void {
    if (!this.#isMonitored || report.end?.failure !== undefined) this.accept(report);
  }

  /** Takes a report, from the reply or from a monitor. */
  accept(report: Report): void {
    this.#wasHeard = true;
    const { end, outcomes } = report;
    const { length: calls, totalMs } = outcomes;
    this.#services.measure({ calls, totalMs, sizeBytes: report.values.byteLength });
    for (let position = 0; position < outcomes.length; position++)
      this.#open.deleteAttempt(outcomes.index(position), outcomes.attempt(position));
    this.#reports.settle(report);
    if (end !== undefined) this.#end(end);
    const running = this.#open.first;
    if (running === undefined) {
      this.#news.over();
      return;
    }
    this.job.table.advance(running, 'running');
    this.#watch(STOP_GRACE_MS[this.#isMonitored ? 'monitor' : 'reply']);
  }

  /** Its worker says, late, that it begins: from now on it has the time that it was to have. Said once only: nobody signs it. */
  begun({ index, attempt }: CallAttempt): void {
    if (this.#wasHeard || !this.#open.hasAttempt(index, attempt)) return;
    this.#wasHeard = true;
    this.job.table.advance(index, 'running');
    this.#watch(STOP_GRACE_MS.monitor);
  }

  /** The call that runs takes long: those behind it go elsewhere. */
  #takeBack(firstPosition: number): void {
    this.#leave(this.chunk.indexes.slice(firstPosition));
  }

  #leave(indexes: readonly number[]): void {
    const back = indexes.filter((index) => this.#open.delete(index));
    if (back.length > 0) this.job.giveBack(back);
  }

  #end({ returned, failure }: NonNullable<Report['end']>): void {
    // Given back as often as it was sent, it would never end: such an attempt is counted.
    const isNothingBegun = this.#stopped === 'no' && returned.length === this.chunk.indexes.length;
    const why = failure ?? (isNothingBegun ? NOTHING_BEGUN : undefined);
    if (!isNothingBegun) this.#leave(returned);
    if (why === undefined) return;
    // Any of them may have been the cause: each goes by itself from now on.
    const alone = failure !== undefined;
    for (const index of this.#open)
      this.job.failAttempt(index, this.job.error(index, why.code, why.message), 'worker', true, alone);
    this.#open.clear();
  }

  /** The platform has accepted the work and says no more: until all is reported, or it is gone, or its time is over. */
  #untilReported(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    if (this.#isLetGo) return Promise.reject(executorClosed());
    return this.#news.told();
  }

  /** Is it known which call the worker is at? Only on a streamed reply; else outcomes come late, or all at the end. */
  get #isOrderKnown(): boolean {
    return this.#services.backend.capabilities.streamsReplies === true && !this.#isMonitored;
  }

  get #isMonitored(): boolean {
    return this.#services.monitor !== undefined;
  }

  #watch(graceMs: number): void {
    if (!this.#news.isLast) this.#deadline.set(this.#limitMs, graceMs);
  }

  /** How long the worker may be silent. */
  get #limitMs(): number {
    return this.job.definition.timeoutMs * (this.#isOrderKnown ? 1 : this.#open.size);
  }

  /** Nobody wants these calls any more: the worker is stopped if its running call is one of them, or nothing is left. */
  abandon(indexes: ReadonlySet<number>): void {
    const running = this.#open.first;
    const isRunningMeant = this.#isOrderKnown && running !== undefined && indexes.has(running);
    if (isRunningMeant || [...this.#open].every((index) => indexes.has(index))) this.#stop('abandoned');
  }

  /** Nobody reads reports any more, and the program does not wait for what cannot be stopped. */
  letGo(): void {
    this.#isLetGo = true;
    this.#news.giveUp(executorClosed());
    if (this.#stopped === 'abandoned') this.#abort.abort(executorClosed());
  }

  #stop(why: 'timed-out' | 'abandoned'): void {
    if (this.#stopped === why || this.#stopped === 'timed-out') return;
    this.#stopped = why;
    const reason = new TransportError('lost', `The activation was stopped: ${why}.`);
    // Hanging up on work that cannot be stopped would free its slot while it goes on.
    const canStop = this.#services.backend.capabilities.cancel === 'running';
    if (why === 'timed-out' || canStop || this.#isLetGo || !this.#hasStarted) this.#abort.abort(reason);
    void this.#stopWorker().then((isStopped) => {
      // Accepted work that cannot be stopped keeps its slot until it has reported or its time is over.
      if (!isStopped && why !== 'timed-out') return;
      this.#abort.abort(reason);
      this.#news.giveUp(reason);
    });
  }

  async #stopWorker(): Promise<boolean> {
    try {
      const answer = await this.#services.backend.cancelActivation?.(this.chunk.activationId);
      return answer === 'stopped' || answer === 'was-queued';
    } catch {
      return false; // the platform ends it in its own time
    }
  }

  #failed(error: TransportError): ActivationResult {
    if (this.#stopped === 'timed-out') this.#timeOut(error);
    if (this.#stopped !== 'no') {
      this.job.giveBack([...this.#open]);
      return { ended: 'over' };
    }
    switch (error.kind) {
      case 'throttled':
      case 'unavailable':
        return { ended: 'refused', error };
      case 'runtime-missing':
        return { ended: 'runtime-missing', error };
      case 'rejected':
        endCalls(this.job, [...this.#open], error);
        return { ended: 'over' };
      case 'timed-out':
        if (error.running !== undefined) this.#timeOut(error);
        this.#loseRest(error);
        return { ended: 'over' };
      case 'lost':
      case 'out-of-memory':
        this.#loseRest(error);
        return { ended: 'over' };
    }
  }

  /**
   * The worker's time is over. The call it was at has taken too long; where that is not known, each goes again by itself,
   * so that only the one that takes too long fails.
   */
  #timeOut(cause: TransportError): void {
    const [first, ...others] = this.#open;
    const told = this.#runningIn(cause);
    const running = told ?? first;
    if (running === undefined) return;
    const isFirstMeant = this.#isOrderKnown ? this.#wasHeard : others.length === 0;
    if (told === undefined && !isFirstMeant) {
      this.#loseRest(new TransportError('lost', `Nothing was heard of it within its time.`, { cause }));
      return;
    }
    if (!this.#open.delete(running)) return;
    this.job.failAttempt(running, timeOutOf(this.job, running, cause), 'function', true);
  }

  /** The call that the transport says was running. */
  #runningIn({ running }: TransportError): number | undefined {
    return running === undefined ? undefined : this.chunk.indexes[running.position];
  }

  #loseRest(error: TransportError): void {
    if (this.#reports.garbage !== undefined) {
      failUnreadable(this.job, this.#open, this.#reports.garbage);
      this.#open.clear();
    }
    const [first] = this.#open;
    const running = this.#runningIn(error) ?? (this.#isOrderKnown ? first : 'unknown');
    loseCalls(this.job, [...this.#open], error, running);
    this.#open.clear();
  }

  /** What it was sent to. */
  get runtime(): RuntimeHandle {
    return this.#services.runtime;
  }

  /** What has not left yet: to be sent again when nothing ran. */
  get open(): readonly number[] {
    return [...this.#open];
  }
}
