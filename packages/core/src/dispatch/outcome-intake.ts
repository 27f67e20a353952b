import { createHash } from 'node:crypto';
import { placeThrown } from '../job/call-failure.js';
import type { Job } from '../job/job.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { messageOf } from '../util/thrown.js';
import type { ContinuationWork, OutcomeRows, Report, ReportedOutcome, StoredValue } from '../wire/index.js';
import type { FailureCause } from './retry-policy.js';

export interface IntakeServices {
  openStorage(): Promise<StorageBackend>;
  readonly bucket: string;
  /** Runs work that a call handed over; its result becomes the call's. */
  continueWith(job: Job, index: number, work: ContinuationWork): void;
}

/** Turns what workers report into settled calls, retries and continuations. Late and double reports change nothing. */
export class OutcomeIntake {
  readonly #services: IntakeServices;

  constructor(services: IntakeServices) {
    this.#services = services;
  }

  /**
   * Resolves when the report's calls are settled or on their way to be; never rejects.
   *
   * @param isBilled what their activation costs is told otherwise
   */
  async accept(job: Job, report: Report, isBilled = false): Promise<void> {
    const { outcomes } = report;
    let values: readonly unknown[];
    try {
      if (report.code.length > 0) await job.definition.code.add(report.code.map(withBytes));
      values = this.#decode(job, report);
    } catch (error) {
      for (const outcome of outcomes) this.#refuse(job, outcome, error);
      return;
    }
    let next = 0;
    const toldEpochMs = Date.now();
    for (let position = 0; position < outcomes.length; position++) {
      const value = outcomes.hasValue(position) ? values[next++] : undefined;
      if (!isExpected(job, outcomes, position)) continue;
      job.table.recordStats(outcomes, position, toldEpochMs, isBilled);
      this.#settle(job, outcomes, position, value, report.worker);
    }
  }

  #decode(job: Job, { outcomes, values: bytes }: Report): readonly unknown[] {
    const values = bytes.byteLength === 0 ? [] : job.definition.code.decode(bytes);
    let expected = 0;
    for (let position = 0; position < outcomes.length; position++)
      if (outcomes.hasValue(position)) expected++;
    if (values.length === expected) return values;
    throw new Error(`Expected ${expected} values, got ${values.length}.`);
  }

  #settle(job: Job, outcomes: OutcomeRows, position: number, value: unknown, worker: string): void {
    const isValue = outcomes.kind(position) === 'value' && outcomes.hasValue(position);
    if (isValue) job.fulfil(outcomes.index(position), value);
    else this.#settleOther(job, outcomes.at(position), value, worker);
  }

  /** All but a value that is there. */
  #settleOther(job: Job, outcome: ReportedOutcome, value: unknown, worker: string): void {
    const { index, stored } = outcome;
    if (stored !== undefined) void this.#fetch(job, outcome, stored, worker);
    else if (outcome.kind === 'value') job.fulfil(index, value);
    else if (outcome.kind === 'error') this.#fail(job, outcome, value, worker);
    else if (outcome.kind === 'continuation') this.#continue(job, outcome);
    else {
      const { code, message } = outcome.failure;
      const { cause, isRetryable } = chargeOf(code);
      job.failAttempt(index, job.error(index, code, message), cause, isRetryable);
    }
  }

  #fail(job: Job, outcome: ReportedOutcome, thrown: unknown, worker: string): void {
    const { index, attempt } = outcome;
    placeThrown(thrown, job.definition, { jobName: job.name, index, attempt, worker });
    job.failAttempt(index, thrown, 'function', outcome.kind === 'error' && outcome.retryable);
  }

  #continue(job: Job, outcome: Extract<ReportedOutcome, { kind: 'continuation' }>): void {
    job.handOver(outcome.index);
    this.#services.continueWith(job, outcome.index, outcome.work);
  }

  /** A value that was too large for the report. */
  async #fetch(job: Job, outcome: ReportedOutcome, stored: StoredValue, worker: string): Promise<void> {
    job.table.advance(outcome.index, 'ready');
    try {
      const bytes = await this.read(stored);
      const [value] = job.definition.code.decode(bytes);
      // The same may have been told twice, and the other one was quicker.
      if (!job.expects(outcome.index, outcome.attempt, isSuccess(outcome))) return;
      if (outcome.kind === 'value') job.fulfil(outcome.index, value);
      else this.#fail(job, outcome, value, worker);
    } catch (error) {
      this.#refuse(job, outcome, error);
    }
  }

  /** What a worker put into storage, when it is still what it put there. */
  async read({ key, sha256 }: StoredValue): Promise<Uint8Array<ArrayBuffer>> {
    const storage = await this.#services.openStorage();
    const bytes = await storage.get(this.#services.bucket, key);
    if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
    throw new Error(`The result under ${key} is not what the worker wrote.`);
  }

  #refuse(job: Job, { index, attempt }: ReportedOutcome, cause: unknown): void {
    if (!job.expects(index, attempt, false)) return;
    const why = messageOf(cause);
    const message = `The result of call ${index} of ${job.name} could not be read: ${why}`;
    job.failAttempt(index, job.error(index, 'LITHOPS_PROTOCOL', message, cause), 'worker', true);
  }
}

/** Whose fault it is, as where the transport tells it: a process that ran one call of several may end, and others tell of it. */
function chargeOf(code: string): { readonly cause: FailureCause; readonly isRetryable: boolean } {
  switch (code) {
    case 'LITHOPS_WORKER_LOST':
      return { cause: 'worker', isRetryable: true };
    case 'LITHOPS_OUT_OF_MEMORY':
    case 'LITHOPS_TIMEOUT':
      return { cause: 'function', isRetryable: true };
    default:
      return { cause: 'function', isRetryable: false };
  }
}

function isSuccess({ kind }: ReportedOutcome): boolean {
  return kind === 'value' || kind === 'continuation';
}

function isExpected(job: Job, outcomes: OutcomeRows, position: number): boolean {
  const kind = outcomes.kind(position);
  const isSuccess = kind === 'value' || kind === 'continuation';
  return job.expects(outcomes.index(position), outcomes.attempt(position), isSuccess);
}

function withBytes({ hash, bytes }: Report['code'][number]): {
  hash: string;
  bytes: Uint8Array<ArrayBuffer>;
} {
  if (bytes === undefined) throw new Error(`The code ${hash} was announced and not sent.`);
  return { hash, bytes };
}
