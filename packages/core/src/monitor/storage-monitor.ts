import { defineMonitorPlugin, defineSection } from '../plugins/index.js';
import type {
  Monitor,
  MonitorClient,
  MonitorContext,
  MonitorEvent,
  Reporter,
  WatchedJob,
} from '../spec/monitor.js';
import { jobName } from '../storage/key-layout.js';
import { EventQueue } from './event-queue.js';
import { BackupPace, type PollingPace } from './polling-pace.js';
import { StorageJobPoller } from './storage-job-poller.js';
import { PollingInterval } from './storage-polling-interval.js';
import { StorageReporter } from './storage-reporter.js';

/** Where the monitor says that a listing failed and will be tried again. */
export interface StorageMonitorLog {
  info(message: string): void;
}

/** Outcomes through the bucket: needs nothing but storage, and works with every backend. */
export class StorageMonitor implements Monitor {
  readonly specVersion = 1;
  readonly name = 'storage';
  readonly #log: StorageMonitorLog;

  constructor(log: StorageMonitorLog) {
    this.#log = log;
  }

  open(context: MonitorContext): MonitorClient {
    return new StorageMonitorClient(context, this.#log);
  }

  createReporter(context: MonitorContext): Reporter {
    return new StorageReporter(context);
  }
}

/** The client half: one poller per watched job, none while nothing is watched. Throws what keeps a poller from going on. */
export class StorageMonitorClient implements MonitorClient {
  readonly #context: MonitorContext;
  readonly #log: StorageMonitorLog;
  readonly #newPace: () => PollingPace;
  readonly #queue = new EventQueue();
  readonly #pollers = new Map<string, StorageJobPoller>();
  #isClosed = false;

  /** @param newPace - of one job. @default that of a client which gets all its news from here */
  constructor(
    context: MonitorContext,
    log: StorageMonitorLog,
    newPace: () => PollingPace = () => new PollingInterval(context.intervalMs),
  ) {
    this.#context = context;
    this.#log = log;
    this.#newPace = newPace;
  }

  /** For a client whose news come by another monitor, unless that is out of reach. */
  static backup(context: MonitorContext, log: StorageMonitorLog): StorageMonitorClient {
    return new StorageMonitorClient(context, log, () => new BackupPace());
  }

  watch(job: WatchedJob): void {
    const name = jobName(job);
    if (this.#isClosed || this.#pollers.has(name)) return;
    const poller = new StorageJobPoller(job, this.#context, this.#newPace(), {
      event: (event) => this.#queue.push(event),
      failed: (message) => this.#log.info(message),
      gaveUp: (error) => this.#queue.fail(error),
    });
    this.#pollers.set(name, poller);
    void poller.run();
  }

  unwatch(job: WatchedJob): void {
    const name = jobName(job);
    this.#pollers.get(name)?.stop();
    this.#pollers.delete(name);
  }

  /** There may be something new. */
  hurry(): void {
    for (const poller of this.#pollers.values()) poller.hurry();
  }

  [Symbol.asyncIterator](): AsyncIterator<MonitorEvent> {
    return this.#queue[Symbol.asyncIterator]();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const poller of this.#pollers.values()) poller.stop();
    this.#pollers.clear();
    this.#queue.close();
  }
}

/** `monitoring: storage`. It has no settings of its own; `lithops.monitoring_interval` is the first polling interval. */
export const storageMonitor = defineMonitorPlugin({
  name: 'storage',
  section: defineSection({}),
  worker: new URL(import.meta.url),
  create: (_config, { log }) => new StorageMonitor(log),
});
