import type { Configuration } from '../config/index.js';
import { ActivationDispatcher } from '../dispatch/activation-dispatcher.js';
import { BatchDispatcher } from '../dispatch/batch-dispatcher.js';
import type { Dispatcher } from '../dispatch/dispatcher.js';
import { type IntakeServices, OutcomeIntake } from '../dispatch/outcome-intake.js';
import { longestSilenceMs } from '../dispatch/silence.js';
import { LithopsError } from '../errors/lithops-error.js';
import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';
import { PersistedJobs } from '../persist/persisted-jobs.js';
import type { ComputeBackend } from '../spec/compute-backend.js';
import type { Monitor } from '../spec/monitor.js';
import { cleanExecutor, cleanJob } from '../storage/job-cleaner.js';
import { messageOf } from '../util/thrown.js';
import { newSealKey } from '../wire/index.js';
import { shareLiveCode } from '../worker/live-code.js';
import { atMost } from './at-most.js';
import { type ChosenMonitor, configuredMonitor } from './chosen-monitor.js';
import { everyStep } from './every-step.js';
import type { MonitorFeed } from './monitor-feed.js';
import type { ObjectInputServices } from './object-inputs.js';
import { openFeed } from './open-feed.js';
import { payloadBuilderFor } from './payload-builder-for.js';
import { pluginContext } from './plugin-context.js';
import { chooseRoute, type Route } from './route.js';
import { Runtimes } from './runtimes.js';
import { StorageAccess } from './storage-access.js';
import { unlessFails } from './unless-fails.js';

export interface EngineSettings {
  readonly configuration: Configuration;
  readonly executorId: string;
  readonly log: Logger;
  readonly deploy: 'auto' | 'never';
  readonly continueWith: IntakeServices['continueWith'];
}

interface Opened {
  readonly monitor: ChosenMonitor | undefined;
  readonly dispatcher: Dispatcher;
  readonly runtimes: Runtimes;
  readonly feed: MonitorFeed | undefined;
}

/** How long `close` waits for work that a backend cannot stop, milliseconds. */
const CLOSE_MS = 10_000;

/**
 * What runs below an executor: backend, storage, monitor and dispatcher, opened with the first job and closed once.
 * A job that cannot be begun because opening failed ends with that error; the next job tries again.
 */
export class Engine {
  readonly storage: StorageAccess;
  readonly persisted: PersistedJobs;
  readonly #settings: EngineSettings;
  readonly #sealKey = newSealKey();
  readonly #abort = new AbortController();
  readonly #cleaning = new Set<Promise<void>>();
  #opened: Promise<Opened> | undefined;
  #closed: Promise<void> | undefined;
  #backend: ComputeBackend | undefined;
  #memoryMb = 0;
  readonly #shared = new Map<Job, () => void>();

  constructor(settings: EngineSettings) {
    this.#settings = settings;
    const { configuration, log } = settings;
    this.storage = new StorageAccess(configuration, log);
    this.persisted = new PersistedJobs({
      bucket: this.storage.reference.bucket,
      intervalMs: configuration.lithops.monitoringIntervalMs,
      log,
      openStorage: () => this.storage.open(),
      deletesWhenRead: configuration.lithops.dataCleaner,
      clean: (work) => this.#clean(work),
    });
  }

  /** The backend, once it was opened. */
  get backend(): ComputeBackend | undefined {
    return this.#backend;
  }

  /** Of one worker, MB; 0 until a backend was opened. */
  get memoryMb(): number {
    return this.#memoryMb;
  }

  /** What objects are read with, as input of jobs. */
  get objectServices(): ObjectInputServices {
    return {
      readers: {
        storage: () => this.storage.openStore(),
        warn: (message) => this.#settings.log.warn(message),
      },
      sharesFiles: () => this.#backend?.capabilities.sharesClientFilesystem ?? false,
    };
  }

  submit(job: Job): void {
    this.#begin(job).catch((error: unknown) => {
      job.failAll(error);
      this.#finished(job);
    });
  }

  async #begin(job: Job): Promise<void> {
    const { persistence, code } = job.definition;
    if (persistence !== undefined) {
      await persistence.begin(job);
      // The executor may have been closed meanwhile: no backend is opened any more.
      if (job.table.allSettled) return this.#finished(job);
    }
    this.#shared.set(job, shareLiveCode(job.name, code));
    const { dispatcher, feed, runtimes } = await this.#open();
    const runtime = await runtimes.deployed(job.definition);
    if (job.table.allSettled) {
      this.#finished(job);
      return;
    }
    feed?.watch(job);
    dispatcher.add(job, runtime);
  }

  async #open(): Promise<Opened> {
    const opened = this.#opened ?? this.#openAll();
    this.#opened = opened;
    try {
      return await opened;
    } catch (error) {
      if (this.#opened === opened) this.#opened = undefined;
      throw error;
    }
  }

  async #openAll(): Promise<Opened> {
    const { configuration, log } = this.#settings;
    const monitor = await configuredMonitor(configuration, log);
    return await this.#whole(
      () => this.#openBackend(monitor),
      async () => monitor?.close(),
    );
  }

  async #openBackend(monitor: ChosenMonitor | undefined): Promise<Opened> {
    const { configuration, executorId, log } = this.#settings;
    const backend = await configuration.compute.create({
      ...pluginContext(log),
      ...this.storage.forBackend(executorId),
      monitor: monitor?.forWorkers,
    });
    return await this.#whole(
      () => this.#openOn(backend, monitor),
      async () => {
        this.#backend = undefined;
        await backend.close();
      },
    );
  }

  /** The feed first: where nobody can hear what becomes of calls, none is sent. */
  async #openOn(backend: ComputeBackend, monitor: ChosenMonitor | undefined): Promise<Opened> {
    const { configuration, log } = this.#settings;
    this.#backend = backend;
    const route = await chooseRoute(configuration, monitor, backend, this.#sealKey, log);
    const runtimes = new Runtimes(backend, {
      configuration,
      storage: this.storage.forWorkers,
      monitor: monitor?.forWorkers,
      context: pluginContext(log),
      signal: this.#abort.signal,
      deploy: this.#settings.deploy,
    });
    const dispatcher = this.#openDispatcher(backend, route, runtimes);
    const feed = route.monitor === undefined ? undefined : await this.#openFeed(route.monitor, dispatcher);
    return await this.#whole(
      async () => {
        this.#memoryMb = await runtimes.memoryMb();
        return { monitor, dispatcher, runtimes, feed };
      },
      async () => feed?.close(),
    );
  }

  /** Undoes what was opened before, when opening the rest fails. */
  #whole<T>(open: () => Promise<T>, undo: () => Promise<void>): Promise<T> {
    return unlessFails(open, undo, this.#settings.log);
  }

  #openDispatcher(backend: ComputeBackend, route: Route, runtimes: Runtimes): Dispatcher {
    const { configuration } = this.#settings;
    const { worker, lithops } = configuration;
    const processes = typeof worker.workerProcesses === 'number' ? worker.workerProcesses : 1;
    const common = {
      builder: payloadBuilderFor(backend, route, this.storage, {
        configuration,
        sealKey: this.#sealKey,
      }),
      intake: this.#intake(),
      defaultChunkSize: lithops.chunkSize ?? processes,
      longestSilenceMs: longestSilenceMs(lithops.monitoringIntervalMs),
      redeploy: (job: Job) => runtimes.redeploy(job.definition),
      onFinished: (job: Job) => this.#finished(job),
    };
    if (backend.dispatch === 'job') return new BatchDispatcher({ ...common, backend });
    const most = worker.maxWorkers ?? backend.capabilities.defaultMaxWorkers;
    return new ActivationDispatcher({
      ...common,
      backend,
      processes,
      monitor: route.monitor?.name,
      slots: Math.min(most, lithops.workers ?? most),
      log: this.#settings.log,
    });
  }

  #intake(): OutcomeIntake {
    const { continueWith } = this.#settings;
    return new OutcomeIntake({
      openStorage: () => this.storage.open(),
      bucket: this.storage.reference.bucket,
      continueWith,
    });
  }

  #openFeed(monitor: Monitor, dispatcher: Dispatcher): Promise<MonitorFeed> {
    const { executorId, log, configuration } = this.#settings;
    const { monitoringIntervalMs: intervalMs } = configuration.lithops;
    const settings = { executorId, intervalMs, sealKey: this.#sealKey, log, to: dispatcher };
    return openFeed(monitor, this.storage, settings);
  }

  /** All is settled and in memory: what lies in storage for the job is garbage. */
  #finished(job: Job): void {
    this.#shared.get(job)?.();
    this.#shared.delete(job);
    void this.#opened?.then(({ feed }) => feed?.unwatch(job)).catch(() => undefined);
    job.definition.persistence?.finished();
    const storage = this.storage.opened;
    // What outlives the program is cleaned when its results were read.
    if (storage === undefined || job.definition.persistence !== undefined) return;
    if (!this.#settings.configuration.lithops.dataCleaner) return;
    const { executorId, id: jobId } = job.definition;
    this.#clean(async () => {
      const place = { storage: await storage, bucket: this.storage.reference.bucket };
      const deleted = await cleanJob(place, { executorId, jobId });
      if (deleted > 0) this.#settings.log.debug(`Deleted ${deleted} temporary objects of ${job.name}.`);
    });
  }

  #clean(work: () => Promise<unknown>): void {
    const cleaning: Promise<void> = work()
      .then(() => undefined)
      .catch((error: unknown) => this.#settings.log.warn(`Temporary data is left: ${messageOf(error)}`))
      .finally(() => this.#cleaning.delete(cleaning));
    this.#cleaning.add(cleaning);
  }

  /** Deletes what this executor has in storage. */
  async clean(cloudObjects: boolean): Promise<void> {
    const storage = this.storage.opened;
    if (storage === undefined) return;
    const target = { storage: await storage, bucket: this.storage.reference.bucket };
    const keepJobs = this.persisted.unread.filter(
      ({ executorId }) => executorId === this.#settings.executorId,
    );
    await cleanExecutor(target, this.#settings.executorId, { cloudObjects, keepJobs });
  }

  /** Ends everything, once. Jobs must have been cancelled before. @throws what the first step that failed threw */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#abort.abort(new LithopsError({ code: 'LITHOPS_CANCELLED', message: 'The executor was closed.' }));
    const opened = await this.#opened?.catch(() => undefined);
    await everyStep([
      () => opened?.dispatcher.close(),
      () => atMost(CLOSE_MS, opened?.dispatcher.idle()),
      // After that, so that it knows which jobs nobody has anything to say of any more.
      () => opened?.feed?.close(),
      () => this.#backend?.close(),
      () => opened?.monitor?.close(),
      () => atMost(CLOSE_MS, this.persisted.close()),
      () => this.#cleanAll(),
      () => this.storage.close(),
    ]);
  }

  async #cleanAll(): Promise<void> {
    await Promise.all(this.#cleaning);
    if (!this.#settings.configuration.lithops.dataCleaner) return;
    this.#clean(() => this.clean(false));
    await Promise.all(this.#cleaning);
  }
}
