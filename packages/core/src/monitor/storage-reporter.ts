import { invalidArgument, isLithopsError } from '../errors/index.js';
import type { CallAttempt, MonitorContext, OutcomeReport, Reporter } from '../spec/monitor.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { activationStatusKey, callStatusKey, fitsInKey, type JobAddress } from '../storage/key-layout.js';

const nothing = new Uint8Array(0);
const maxTries = 5;
const firstRetryMs = 100;
const parallelWrites = 32;

/**
 * The worker half of the storage monitor: outcomes become status objects. A report of one call goes to that call's key,
 * one of several calls to its activation's; a small report becomes part of the key, so that a listing is enough to read
 * it. Writes begin at once and are tried again when the store fails in a way
 * that may pass.
 */
export class StorageReporter implements Reporter {
  readonly #context: MonitorContext;
  readonly #reports = new Map<string, number>();
  readonly #writing = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];

  constructor(context: MonitorContext) {
    this.#context = context;
  }

  started(calls: readonly CallAttempt[]): void {
    this.#track(this.#writeStarts(calls));
  }

  outcome(report: OutcomeReport): void {
    this.#track(report.calls.length === 1 ? this.#writeCall(report) : this.#writeActivation(report));
  }

  /** Rejects with the store's error when something could not be written: in 5 tries, or because no other try will help. */
  async flush(): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing);
    const failures = this.#failures.splice(0);
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1)
      throw new AggregateError(failures, `${failures.length} statuses were not written`);
  }

  async close(): Promise<void> {
    await this.flush();
  }

  /** A failed write is kept for `flush`: nobody listens before. */
  #track(write: Promise<void>): void {
    const tracked = write
      .catch((error: unknown) => void this.#failures.push(error))
      .finally(() => this.#writing.delete(tracked));
    this.#writing.add(tracked);
  }

  async #writeStarts(calls: readonly CallAttempt[]): Promise<void> {
    for (let i = 0; i < calls.length; i += parallelWrites) {
      const writes = calls.slice(i, i + parallelWrites).map(({ jobId, index, attempt }) => {
        const job = this.#job(jobId);
        return this.#write(callStatusKey(job, index, attempt, 'run'), nothing);
      });
      await Promise.all(writes);
    }
  }

  async #writeCall({ calls, body }: OutcomeReport): Promise<void> {
    const [call] = calls;
    if (call === undefined) throw invalidArgument('the calls of a report', 'at least one', calls);
    const job = this.#job(call.jobId);
    const kind = call.ok ? 'ok' : 'err';
    const bareKey = callStatusKey(job, call.index, call.attempt, kind);
    // When it exists already, another worker made the same attempt and came first: its outcome stands.
    if (!fitsInKey(bareKey, body)) await this.#write(bareKey, body);
    else await this.#write(callStatusKey(job, call.index, call.attempt, kind, body), nothing);
  }

  async #writeActivation({ calls, body, activationId }: OutcomeReport): Promise<void> {
    const [call] = calls;
    if (call === undefined) throw invalidArgument('the calls of a report', 'at least one', calls);
    const job = this.#job(call.jobId);
    for (;;) {
      const report = this.#reports.get(activationId) ?? 0;
      this.#reports.set(activationId, report + 1);
      const inKey = fitsInKey(activationStatusKey(job, activationId, report, nothing), body);
      const written = inKey
        ? await this.#write(activationStatusKey(job, activationId, report, body), nothing)
        : await this.#write(activationStatusKey(job, activationId, report), body);
      // Delivered twice, an activation may cut its reports otherwise: none may hide another.
      if (written || inKey) return;
    }
  }

  /** Whether this call wrote it: `false` when somebody else had done so. */
  async #write(key: string, body: Uint8Array): Promise<boolean> {
    for (let tries = 1; ; tries++) {
      try {
        const storage: StorageBackend = await this.#context.storage();
        await storage.put(this.#context.bucket, key, body, { ifNoneMatch: true });
        return true;
      } catch (error) {
        if (isLithopsError(error, 'LITHOPS_OBJECT_EXISTS')) return false;
        if (tries === maxTries || (isLithopsError(error) && !error.isRetryable)) throw error;
        await new Promise((resolve) => setTimeout(resolve, firstRetryMs * 2 ** (tries - 1)));
      }
    }
  }

  #job(jobId: string): JobAddress {
    return { executorId: this.#context.executorId, jobId };
  }
}
