import type { Dispatcher } from '../dispatch/dispatcher.js';
import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';
import type { StorageMonitorClient } from '../monitor/storage-monitor.js';
import type { MonitorClient, MonitorEvent } from '../spec/monitor.js';
import { messageOf } from '../util/thrown.js';
import { decodeReport, type Report, unseal } from '../wire/index.js';

export interface FeedSettings {
  readonly sealKey: string;
  readonly log: Logger;
  /** Who is told. */
  readonly to: Pick<Dispatcher, 'deliver' | 'started'>;
  /** Where outcomes may be that could not go by the monitor; `undefined`: it needs no such place. */
  readonly backup?: StorageMonitorClient | undefined;
}

/**
 * Carries a monitor's events to the dispatcher. What no worker of this executor sealed is dropped, said once per report.
 * When the monitor fails, so do the jobs that it watches: nobody would tell what became of their calls. The next job that is
 * watched has it read again. A backup that fails is only missed: it has no news unless the monitor fails as well.
 */
export class MonitorFeed {
  readonly #client: MonitorClient;
  readonly #settings: FeedSettings;
  readonly #watched = new Set<Job>();
  #reading: Promise<void>;
  readonly #readingBackup: Promise<void>;
  #hasFailed = false;
  /** Of jobs that outlive the program. */
  readonly #sealKeys = new Map<string, string>();

  constructor(client: MonitorClient, settings: FeedSettings) {
    this.#client = client;
    this.#settings = settings;
    this.#reading = this.#readOn();
    this.#readingBackup = this.#readBackup();
  }

  watch(job: Job): void {
    const { executorId, id: jobId, persistence } = job.definition;
    if (persistence !== undefined) this.#sealKeys.set(jobId, persistence.seal);
    const isSettled = (index: number): boolean => job.table.isSettled(index);
    this.#watched.add(job);
    this.#client.watch({ executorId, jobId, isSettled });
    this.#settings.backup?.watch({ executorId, jobId, isSettled });
    if (this.#hasFailed) this.#reading = this.#readOn();
  }

  unwatch(job: Job): void {
    const { executorId, id: jobId } = job.definition;
    this.#client.unwatch({ executorId, jobId });
    this.#settings.backup?.unwatch({ executorId, jobId });
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

  async #readBackup(): Promise<void> {
    const { backup, log } = this.#settings;
    try {
      if (backup !== undefined) for await (const event of backup) this.#take(event);
    } catch (error) {
      log.warn(`What the monitor may have missed is not looked for any more: ${messageOf(error)}`);
    }
  }

  async #read(): Promise<void> {
    for await (const event of this.#client) this.#take(event);
  }

  #take(event: MonitorEvent): void {
    switch (event.type) {
      case 'started':
        this.#settings.to.started?.(event.calls);
        break;
      case 'gap':
        this.#settings.backup?.hurry();
        break;
      case 'report':
        this.#deliver(event.body, this.#sealKeys.get(event.jobId) ?? this.#settings.sealKey);
        break;
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
    this.#settings.to.deliver(report);
  }

  async close(): Promise<void> {
    await this.#client.close();
    await this.#settings.backup?.close();
    await Promise.all([this.#reading, this.#readingBackup]);
  }
}
