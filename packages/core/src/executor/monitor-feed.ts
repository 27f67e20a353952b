import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';
import type { MonitorClient } from '../spec/monitor.js';
import { messageOf } from '../util/thrown.js';
import { decodeReport, type Report, unseal } from '../wire/index.js';

export interface FeedSettings {
  readonly sealKey: string;
  readonly log: Logger;
  deliver(report: Report): void;
}

/**
 * Carries a monitor's events to the dispatcher. What no worker of this executor sealed is dropped, said once per report.
 * When the monitor fails, so do the jobs that it watches: nobody would tell what became of their calls. The next job that is
 * watched has it read again.
 */
export class MonitorFeed {
  readonly #client: MonitorClient;
  readonly #settings: FeedSettings;
  readonly #watched = new Set<Job>();
  #reading: Promise<void>;
  #hasFailed = false;
  /** Of jobs that outlive the program. */
  readonly #sealKeys = new Map<string, string>();

  constructor(client: MonitorClient, settings: FeedSettings) {
    this.#client = client;
    this.#settings = settings;
    this.#reading = this.#readOn();
  }

  watch(job: Job): void {
    const { executorId, id: jobId, persistence } = job.definition;
    if (persistence !== undefined) this.#sealKeys.set(jobId, persistence.seal);
    const isSettled = (index: number): boolean => job.table.isSettled(index);
    this.#watched.add(job);
    this.#client.watch({ executorId, jobId, isSettled });
    if (this.#hasFailed) this.#reading = this.#readOn();
  }

  unwatch(job: Job): void {
    const { executorId, id: jobId } = job.definition;
    this.#client.unwatch({ executorId, jobId });
    this.#sealKeys.delete(jobId);
    this.#watched.delete(job);
  }

  async #readOn(): Promise<void> {
    this.#hasFailed = false;
    try {
      await this.#read();
    } catch (error) {
      this.#hasFailed = true;
      this.#settings.log.warn(`The monitor failed, outcomes do not arrive any more: ${messageOf(error)}`);
      for (const job of [...this.#watched]) job.failAll(error);
    }
  }

  async #read(): Promise<void> {
    for await (const event of this.#client) {
      if (event.type !== 'report') continue;
      this.#deliver(event.body, this.#sealKeys.get(event.jobId) ?? this.#settings.sealKey);
    }
  }

  #deliver(sealed: Uint8Array<ArrayBuffer>, sealKey: string): void {
    let report: Report;
    try {
      // Code that was stored on its way is never evaluated here; workers do not send any.
      report = { ...decodeReport(unseal(sealed, sealKey)), code: [] };
    } catch (error) {
      this.#settings.log.warn(`A report was refused: ${messageOf(error)}`);
      return;
    }
    this.#settings.deliver(report);
  }

  async close(): Promise<void> {
    await this.#client.close();
    await this.#reading;
  }
}
