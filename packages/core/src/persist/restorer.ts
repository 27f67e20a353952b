import { createHash } from 'node:crypto';
import type { FailedAttempts, FailureCause } from '../dispatch/retry-policy.js';
import { isLithopsError } from '../errors/index.js';
import { callErrorOf, placeThrown } from '../job/call-failure.js';
import type { InputEntry } from '../job/input.js';
import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';
import type { Report } from '../wire/index.js';
import { decodeReason } from './encode-entry.js';
import type { JobStore } from './job-store.js';
import { inGroups, type Ledger, type Told } from './ledger.js';

/** Failures that are not the function's own doing. */
const workerCodes = new Set(['LITHOPS_WORKER_LOST', 'LITHOPS_WORKER_FAILED', 'LITHOPS_PROTOCOL']);

export interface RestorerServices {
  readonly store: JobStore;
  readonly ledger: Ledger;
  readonly log: Logger;
  /** Of this client. */
  readonly generation: number;
  /** The call has failed for good. */
  failedForGood(index: number): void;
}

/** Gives calls what they had come to before: those that ended settle and are not run again, the attempts of the others go on. */
export class Restorer {
  readonly #job: Job;
  readonly #services: RestorerServices;
  readonly #values = new WeakMap<Report, readonly unknown[]>();

  constructor(job: Job, services: RestorerServices) {
    this.#job = job;
    this.#services = services;
  }

  /** Entries that could not be had are left to the job. */
  async restore(entries: readonly InputEntry[]): Promise<void> {
    const calls = entries.filter((entry) => !('failure' in entry));
    await inGroups(calls, ({ index }) => this.#restoreCall(index));
  }

  async #restoreCall(index: number): Promise<void> {
    const { ledger } = this.#services;
    const told = await ledger.outcomes(index);
    const failed = this.#countFailed(told);
    const last = told.at(-1)?.outcome.attempt ?? 0;
    const end = await ledger.end(index);
    // Those that may have been underway when their clients died are counted, so that no two attempts have one number.
    this.#job.restore(index, last + this.#services.generation - 1, failed);
    if (end !== undefined && (await this.#settle(end))) return;
    for (const one of told) if (isValue(one) && (await this.#settle(one))) return;
    const lastFailure = told.findLast((one) => !isSuccess(one));
    if (lastFailure !== undefined) await this.#endUnlessRetried(lastFailure, failed);
  }

  #countFailed(told: readonly Told[]): FailedAttempts {
    const failed = { function: 0, worker: 0 };
    const attempts = new Set<number>();
    for (const one of told) {
      if (isSuccess(one) || attempts.has(one.outcome.attempt)) continue;
      attempts.add(one.outcome.attempt);
      failed[causeOf(one)]++;
    }
    return failed;
  }

  async #endUnlessRetried(told: Told, failed: FailedAttempts): Promise<void> {
    const { index, attempt } = told.outcome;
    const reason = await this.#reasonOf(told);
    const error = callErrorOf(reason, { index, attempt });
    const isRetryable = told.outcome.kind !== 'error' || told.outcome.retryable;
    if (this.#job.definition.retry.allows(causeOf(told), failed, error, isRetryable)) return;
    this.#reject(told, reason);
  }

  /** @returns whether the call is settled; not when what a worker stored is gone or damaged */
  async #settle(told: Told): Promise<boolean> {
    if (!isValue(told)) {
      this.#reject(told, await this.#reasonOf(told));
      return true;
    }
    const { index, attempt } = told.outcome;
    try {
      const bytes = await this.#storedBytes(told);
      if (bytes === 'gone') return false;
      const value = bytes === undefined ? this.#valueOf(told) : this.#job.definition.code.decode(bytes)[0];
      this.#job.table.restoreAttempts(index, attempt);
      this.#job.table.recordStats(told.report.outcomes, told.position, Date.now());
      this.#job.fulfil(index, value);
    } catch (error) {
      // A value of a class that only the program had that began the job.
      if (!isLithopsError(error, 'LITHOPS_CODE_IN_RESULT')) throw error;
      this.#reject(told, error);
    }
    return true;
  }

  async #reasonOf(told: Told): Promise<unknown> {
    const { outcome, report } = told;
    const { index, attempt } = outcome;
    if (outcome.kind === 'failure') {
      const { code, message } = outcome.failure;
      return this.#job.error(index, code, message);
    }
    const bytes = await this.#storedBytes(told);
    if (bytes === 'gone')
      return this.#job.error(index, 'LITHOPS_CALL_FAILED', `Call ${index} failed; its error is gone.`);
    const { definition, name } = this.#job;
    const reason = bytes === undefined ? this.#valueOf(told) : decodeReason(definition.code, bytes);
    if (report.activationId !== '')
      placeThrown(reason, definition, { jobName: name, index, attempt, worker: report.worker });
    return reason;
  }

  /** A value too large for the report; `undefined`: it is in the report. */
  async #storedBytes({ outcome }: Told): Promise<Uint8Array<ArrayBuffer> | 'gone' | undefined> {
    const { stored, index } = outcome;
    if (stored === undefined) return undefined;
    const bytes = await this.#services.store.find(stored.key);
    if (bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === stored.sha256)
      return bytes;
    this.#services.log.warn(
      `The result of call ${index} of ${this.#job.name} is not what its worker stored.`,
    );
    return 'gone';
  }

  /** A report's values are one chunk: it is decoded once. */
  #valueOf({ report, position }: Told): unknown {
    const known = this.#values.get(report);
    const values = known ?? this.#job.definition.code.decode(report.values);
    this.#values.set(report, values);
    let before = 0;
    for (let earlier = 0; earlier < position; earlier++) if (report.outcomes.hasValue(earlier)) before++;
    return values[before];
  }

  #reject({ outcome, report, position }: Told, reason: unknown): void {
    const { index, attempt } = outcome;
    this.#job.table.restoreAttempts(index, attempt);
    this.#job.table.recordStats(report.outcomes, position, Date.now());
    this.#services.failedForGood(index);
    this.#job.reject(index, reason);
  }
}

function isValue({ outcome }: Told): boolean {
  return outcome.kind === 'value';
}

/** Work that was handed over is no result yet: the call that handed it over runs again. */
function isSuccess({ outcome }: Told): boolean {
  return outcome.kind === 'value' || outcome.kind === 'continuation';
}

function causeOf({ outcome }: Told): FailureCause {
  return outcome.kind === 'failure' && workerCodes.has(outcome.failure.code) ? 'worker' : 'function';
}
