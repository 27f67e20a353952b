import type { CodeSpace } from '@lithops/closure';
import { CallError } from '../errors/call-error.js';
import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';
import { callStatusKey } from '../storage/key-layout.js';
import { endKey } from '../storage/persisted-keys.js';
import { messageOf } from '../util/thrown.js';
import { type AttemptStats, encodeReport, type Outcome, OutcomeRows, seal } from '../wire/index.js';
import { encodeReason } from './encode-entry.js';
import type { JobStore } from './job-store.js';

/** What a client writes down about calls of which no worker could tell the end. */
export class ClientReports {
  readonly #store: JobStore;
  readonly #seal: string;
  readonly #log: Logger;
  readonly #writing = new Set<Promise<void>>();

  constructor(store: JobStore, sealKey: string, log: Logger) {
    this.#store = store;
    this.#seal = sealKey;
    this.#log = log;
  }

  /** The call has failed for good. */
  failed(job: Job, index: number, reason: unknown): void {
    const { bytes } = encodeReason(job.definition.code, reason);
    this.#write(endKey(this.#store.address, index), job, index, { kind: 'error', retryable: false }, bytes);
  }

  /** An attempt came to nothing, and another one follows. */
  attemptFailed(job: Job, index: number, reason: unknown, isWorkers: boolean): void {
    const code = reason instanceof CallError ? reason.code : 'LITHOPS_CALL_FAILED';
    const failure = { code: isWorkers ? 'LITHOPS_WORKER_LOST' : code, message: messageOf(reason) } as const;
    const key = callStatusKey(this.#store.address, index, job.table.attempt(index), 'err');
    this.#write(key, job, index, { kind: 'failure', failure });
  }

  /** Work that the call had handed over gave this value. What cannot be stored is worked out again by who resumes. */
  fulfilled(job: Job, index: number, value: unknown): void {
    const bytes = encodeValue(job.definition.code, value);
    if (bytes !== undefined)
      this.#write(endKey(this.#store.address, index), job, index, { kind: 'value' }, bytes);
  }

  #write(
    key: string,
    job: Job,
    index: number,
    came: Unmeasured,
    values: Uint8Array<ArrayBuffer> = new Uint8Array(0),
  ): void {
    const stats = job.table.stats(index) ?? unmeasured();
    const outcome = { index, attempt: job.table.attempt(index), stats, ...came };
    const report = encodeReport({
      jobId: job.definition.id,
      activationId: '',
      worker: 'client',
      outcomes: OutcomeRows.of([outcome]),
      values,
      code: [],
    });
    const writing: Promise<void> = this.#store
      .put(key, seal(report, this.#seal))
      .catch((error: unknown) =>
        this.#log.warn(`How call ${index} of ${job.name} ended was not stored: ${messageOf(error)}`),
      )
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  async flush(): Promise<void> {
    await Promise.all(this.#writing);
  }
}

/** Nothing of it has run, or nobody told what it took. */
function unmeasured(): AttemptStats {
  return { execMs: 0, peakMemoryMb: 0, startedEpochMs: Date.now(), cpuMs: undefined };
}

type Unmeasured =
  | Omit<Extract<Outcome, { kind: 'value' }>, 'stats'>
  | Omit<Extract<Outcome, { kind: 'error' }>, 'stats'>
  | Omit<Extract<Outcome, { kind: 'failure' }>, 'stats'>;

function encodeValue(code: CodeSpace, value: unknown): Uint8Array<ArrayBuffer> | undefined {
  const { bytes, failures, capsules } = code.encode([value]);
  return failures.size === 0 && capsules.length === 0 ? bytes : undefined;
}
