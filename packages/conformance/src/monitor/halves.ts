import { randomUUID } from 'node:crypto';
import { builtins } from '@lithops/core/config';
import type { Monitor, MonitorClient, MonitorPlugin, StorageBackend } from '@lithops/core/spec';
import { checkedSections, openMonitor, openStorage } from '@lithops/core/testing';
import type { MonitorSuiteOptions } from './index.js';
import { Listener } from './listener.js';
import { NamingPatience } from './patience.js';
import { promises } from './promises.js';
import { WorkerProcess } from './worker-process.js';

/** Statuses that a monitor puts into the store; what a test has left there is deleted after it. */
const BUCKET = 'lithops-monitor-suite';

/** An executor as a monitor sees it: its client half here, its worker halves in other processes. */
export class Halves {
  readonly plugin: MonitorPlugin;
  readonly monitor: Monitor;
  readonly executorId = `suite-${randomUUID()}`;
  readonly patience: NamingPatience;
  readonly left: MonitorSuiteOptions['left'];
  readonly #sections: Readonly<Record<string, unknown>>;
  readonly #storage: StorageBackend;
  readonly #listeners: Listener[] = [];
  readonly #workers: WorkerProcess[] = [];

  private constructor(
    plugin: MonitorPlugin,
    monitor: Monitor,
    sections: Readonly<Record<string, unknown>>,
    storage: StorageBackend,
    { patienceMs, left }: MonitorSuiteOptions,
  ) {
    this.plugin = plugin;
    this.monitor = monitor;
    this.#sections = { ...sections, [plugin.name]: monitor.workerSection ?? sections[plugin.name] };
    this.#storage = storage;
    this.patience = new NamingPatience(patienceMs);
    this.left = left;
  }

  static async open(options: MonitorSuiteOptions): Promise<Halves> {
    const { create, config } = options;
    const plugin = await create();
    const [localhost] = builtins.storage;
    if (localhost === undefined) throw new Error('Expected core to have a store of this machine.');
    const storage = await openStorage(localhost);
    await storage.createBucket(BUCKET);
    const monitor = await openMonitor(plugin, { config });
    return new Halves(plugin, monitor, checkedSections(plugin, { config }), storage, options);
  }

  /** The client half, which is read from now on. */
  async listen(): Promise<Listener> {
    const listener = new Listener(await this.openUnread(), this.patience);
    this.#listeners.push(listener);
    return listener;
  }

  /** The client half, which nobody reads. */
  async openUnread(): Promise<MonitorClient> {
    const storage = () => Promise.resolve(this.#storage);
    const { executorId } = this;
    const opened = this.monitor.open({ executorId, bucket: BUCKET, storage, intervalMs: undefined });
    return await this.patience.settled(promises.opens, Promise.resolve(opened), 'open() to settle');
  }

  /** Another process of a worker. */
  async worker(): Promise<WorkerProcess> {
    const worker = await WorkerProcess.start(
      { module: this.plugin.worker.href, plugin: this.plugin.name, sections: this.sections, bucket: BUCKET },
      this.patience,
    );
    this.#workers.push(worker);
    return worker;
  }

  /** A reporter in a process of its own. */
  async reporter(executorId = this.executorId) {
    const worker = await this.worker();
    return await worker.reporter(executorId);
  }

  /** What workers make the monitor of, as it crosses to them. */
  get sections(): Readonly<Record<string, unknown>> {
    return JSON.parse(JSON.stringify(this.#sections));
  }

  async endWorkers(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.kill()));
  }

  async close(): Promise<void> {
    await this.endWorkers();
    await Promise.all(this.#listeners.map(({ client }) => client.close()));
    await this.monitor.close?.();
    await this.#removeStatuses();
    await this.#storage.close();
  }

  async #removeStatuses(): Promise<void> {
    for await (const page of this.#storage.list(BUCKET, `lithops.jobs/${this.executorId}/`))
      await this.#storage.deleteMany(
        BUCKET,
        page.map(({ key }) => key),
      );
  }
}
