import type { FailedAttempts, FailureCause } from '../dispatch/retry-policy.js';
import { CallError, type ErrorCode } from '../errors/index.js';
import { CallTable } from '../monitor/call-table.js';
import type { ObjectAddress } from '../objects/index.js';
import { formatCallId, jobName } from '../storage/key-layout.js';
import { CallSet } from '../util/call-set.js';
import { callErrorOf, placeFailure } from './call-failure.js';
import { CallLogs } from './call-logs.js';
import { CallQueue, type WaitingCall } from './call-queue.js';
import { Consumption } from './consumption.js';
import type { InputBatch } from './input.js';
import type { JobDefinition, JobOwner } from './job-definition.js';
import type { LateDefinition } from './persistence.js';
import type { RetryObserver } from './retry-observer.js';
import { RetryPauses } from './retry-pauses.js';
import { objectOf, toldItem } from './told-item.js';

/** One map, call or reduce: its calls, what they wait for, and what they come to. */
export class Job {
  definition: JobDefinition;
  /** `executor/job`, as users name it. */
  readonly name: string;
  readonly table = new CallTable();
  readonly queue: CallQueue;
  readonly consumption: Consumption;
  readonly logs = new CallLogs();
  #owner: JobOwner | undefined;
  #observer: RetryObserver | undefined;
  /** Calls sent and neither settled nor given back. */
  readonly #sent = new CallSet();
  /** Calls whose work the client runs on: nothing that a worker says of them counts any more. */
  readonly #handedOver = new Set<number>();
  readonly #failed = new Map<number, FailedAttempts>();
  readonly #pauses = new RetryPauses();
  /** Why calls are not sent any more; `undefined`: they are. */
  #stopped: ((index: number) => unknown) | undefined;

  constructor(definition: JobDefinition) {
    this.definition = definition;
    this.name = jobName({ executorId: definition.executorId, jobId: definition.id });
    this.queue = new CallQueue(definition.reader, (batch) => this.#onRead(batch));
    this.consumption = new Consumption(definition.window, () => this.wake());
    if (definition.reader.size !== undefined) this.table.setTotal(definition.reader.size);
  }

  /** Before anything is sent. */
  amend(late: LateDefinition): void {
    this.definition = { ...this.definition, ...late };
  }

  /** What an earlier client knew of a call: its attempts go on from there. */
  restore(index: number, attempts: number, failed: FailedAttempts): void {
    this.table.restoreAttempts(index, attempts);
    if (failed.function + failed.worker > 0) this.#failed.set(index, failed);
  }

  /** Hands the job to its dispatcher. */
  own(owner: JobOwner): void {
    this.#owner = owner;
  }

  observe(observer: RetryObserver): void {
    this.#observer = observer;
  }

  wake(): void {
    this.#owner?.wake(this);
  }

  /** Calls sent and not settled. */
  get underway(): number {
    return this.#sent.size;
  }

  /** Up to `max` calls to send now; each begins an attempt. None while unread results leave no room for `least`. */
  take(
    max: number,
    least = 1,
  ): { readonly calls: readonly WaitingCall[]; readonly attempts: readonly number[] } {
    const room = this.consumption.room(this.#sent.size);
    const calls = room >= least ? this.#takeUnsettled(Math.min(max, room)) : [];
    for (const { entry } of calls) this.#sent.add(entry.index);
    const nowMs = Date.now();
    return {
      calls,
      attempts: calls.map(({ entry, counted }) => this.table.invoke(entry.index, counted, nowMs)),
    };
  }

  /** Calls that were cancelled before they were read are passed over: none taken means that none waits. */
  #takeUnsettled(room: number): WaitingCall[] {
    for (;;) {
      const taken = this.queue.take(room);
      const calls = taken.filter(({ entry }) => !this.table.isSettled(entry.index));
      if (calls.length > 0 || taken.length === 0) return calls;
    }
  }

  /** Sends calls again whose attempt did not run: nothing is counted. */
  giveBack(indexes: readonly number[], alone = false): void {
    const open = indexes.filter((index) => this.#sent.delete(index) && !this.table.isSettled(index));
    const stopped = this.#stopped;
    if (stopped === undefined) this.queue.again(open, { counted: false, alone });
    else for (const index of open) this.reject(index, stopped(index));
    this.wake();
  }

  /**
   * Is an outcome of that attempt still of interest? The first success is, whichever attempt it comes from; a failure only
   * of the attempt that is underway.
   */
  expects(index: number, attempt: number, isSuccess: boolean): boolean {
    if (this.table.isSettled(index) || this.#handedOver.has(index)) return false;
    const current = this.table.attempt(index);
    return isSuccess ? attempt > 0 && attempt <= current : attempt === current && this.#sent.has(index);
  }

  /** The call's work goes on at the client: its future takes the result of that. */
  handOver(index: number): void {
    this.table.advance(index, 'running');
    this.#handedOver.add(index);
  }

  fulfil(index: number, value: unknown): void {
    if (this.table.fulfil(index, value)) this.#afterSettling(index);
  }

  /** An attempt came to nothing: another one, or the end of the call. */
  failAttempt(
    index: number,
    reason: unknown,
    cause: FailureCause,
    isRetryable: boolean,
    alone = false,
  ): void {
    if (this.table.isSettled(index) || this.#handedOver.has(index) || !this.#sent.has(index)) return;
    const attempt = this.table.attempt(index);
    const before = this.#failed.get(index) ?? { function: 0, worker: 0 };
    const failed = { ...before, [cause]: before[cause] + 1 };
    this.#failed.set(index, failed);
    const error = callErrorOf(reason, { index, attempt });
    const { retry } = this.definition;
    try {
      const isAllowed = this.#stopped === undefined && retry.allows(cause, failed, error, isRetryable);
      this.definition.persistence?.attemptFailed(index, reason, cause, !isAllowed);
      if (!isAllowed) {
        this.reject(index, reason);
        return;
      }
      this.#retry(index, retry.delayMs(attempt + 1), alone);
      this.#observer?.retried(index, attempt, cause, reason);
    } catch (thrown) {
      // `retries.when` and `retries.delayMs` are the program's own.
      this.reject(index, thrown);
    }
  }

  #retry(index: number, delayMs: number, alone: boolean): void {
    this.#sent.delete(index);
    this.#pauses.after(delayMs, () => {
      if (this.table.isSettled(index)) return;
      this.queue.again([index], { counted: true, alone });
      this.wake();
    });
  }

  /** Ends a call that was sent, without another attempt. */
  reject(index: number, reason: unknown): void {
    if (this.#fail(index, reason)) this.#afterSettling(index);
  }

  #fail(index: number, reason: unknown, how?: 'cancelled'): boolean {
    placeFailure(this, index, reason);
    return this.table.reject(index, reason, how);
  }

  /** An error of Lithops about one call. */
  error(index: number, code: ErrorCode, message: string, cause?: unknown): CallError {
    const attempt = this.table.attempt(index);
    return new CallError({ code, message, cause, callId: formatCallId(index), index, attempt });
  }

  /** Cancels these calls, or all of them together with the rest of the input. */
  cancel(indexes: readonly number[] | 'all', reason: (index: number) => unknown): void {
    const wanted = indexes === 'all' ? undefined : new Set(indexes);
    const isWanted = (index: number): boolean => wanted?.has(index) ?? true;
    if (wanted === undefined) this.#standForRest();
    this.queue.drop(isWanted, wanted === undefined);
    if (wanted === undefined) this.#endInput();
    const stopped = new Set([...this.table.unsettled()].filter(isWanted));
    for (const index of stopped) {
      this.#sent.delete(index);
      this.#fail(index, reason(index), 'cancelled');
    }
    this.#closeIfDone();
    this.#owner?.abandon(this, stopped);
  }

  /** Nothing of the job can be run, and what runs is stopped. One of which no call is known yet fails as a job of one call. */
  failAll(reason: unknown): void {
    this.queue.drop(() => true, true);
    if (this.table.total === undefined) this.table.grow(1);
    this.#endInput();
    const failed = new Set(this.table.unsettled());
    for (const index of failed) this.#fail(index, reason);
    this.#sent.clear();
    this.#closeIfDone();
    this.#owner?.abandon(this, failed);
  }

  /** Reads no more input and sends nothing that was not sent; what runs runs on. */
  stopDispatch(reason: (index: number) => unknown): void {
    this.#stopped = reason;
    this.queue.drop(() => true, true);
    this.#endInput();
    for (const index of [...this.table.unsettled()]) {
      if (!this.#sent.has(index)) this.#fail(index, reason(index), 'cancelled');
    }
    this.#closeIfDone();
  }

  #onRead(batch: InputBatch): void {
    for (const entry of batch.entries) {
      this.table.grow(entry.index + 1);
      if ('failure' in entry) this.#fail(entry.index, entry.failure);
    }
    if (this.definition.persistence !== undefined) this.#forgetReleased(batch);
    if (batch.done && this.table.total === undefined) this.table.setTotal(this.table.length);
    this.#checkFailures();
    this.wake();
  }

  /** A call that had ended before may have been handed out before its item came. */
  #forgetReleased({ entries }: InputBatch): void {
    for (const { index } of entries)
      if (this.table.isSettled(index) && this.table.end(index) === undefined) this.queue.forget(index);
  }

  /** A call for what was not read of the input: who awaits the list must not take what was read for all of it. */
  #standForRest(): void {
    if (this.table.total === undefined && !this.consumption.isStream) this.table.grow(this.table.length + 1);
  }

  #endInput(): void {
    if (this.table.total === undefined) this.table.setTotal(this.table.length);
  }

  /** The result was handed out and is not kept. */
  release(index: number): void {
    this.table.release(index);
    this.queue.forget(index);
    this.logs.forget(index);
  }

  #afterSettling(index: number): void {
    this.#sent.delete(index);
    if (this.#handedOver.delete(index)) this.definition.persistence?.workEnded(index);
    this.#failed.delete(index);
    // A sized input is the caller's own collection; an item of an open-ended one would be kept only by us.
    const { reader, itemKind } = this.definition;
    const isKept = reader.size !== undefined || this.consumption.isStream;
    if (itemKind !== 'value') this.queue.reduceItem(index, (item) => toldItem(itemKind, item));
    else if (!isKept && !this.table.hasFailed(index)) this.queue.forget(index);
    this.#checkFailures();
    this.#closeIfDone();
  }

  /** What the program is told that a call's item was; `undefined` when it is not known any more. */
  toldItem(index: number): unknown {
    return toldItem(this.definition.itemKind, this.queue.item(index));
  }

  /** The object that a call is about, when its job is one over objects. */
  objectOf(index: number): ObjectAddress | undefined {
    return objectOf(this.definition.itemKind, this.queue.item(index));
  }

  #checkFailures(): void {
    const { stopAfterFailures } = this.definition;
    if (stopAfterFailures === undefined || this.table.failedCount < stopAfterFailures) return;
    if (this.#stopped !== undefined || this.table.allSettled) return;
    const why = `Not run: ${stopAfterFailures} calls of ${this.name} had failed.`;
    this.stopDispatch((index) => this.error(index, 'LITHOPS_TOO_MANY_FAILURES', why));
  }

  #closeIfDone(): void {
    if (!this.table.allSettled) return;
    this.#pauses.clear();
    this.wake();
  }
}
