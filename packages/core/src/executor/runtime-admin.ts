import { type Configuration, resolveConfiguration } from '../config/index.js';
import { Log } from '../log/index.js';
import type { ComputeBackend } from '../spec/compute-backend.js';
import type { PluginContext } from '../spec/plugin.js';
import type { RuntimeHandle, RuntimeSpec, WorkerBundle } from '../spec/runtime.js';
import { builtins } from './builtins.js';
import { type ChosenMonitor, configuredMonitor } from './chosen-monitor.js';
import type { ExecutorOptions } from './options.js';
import { pluginContext } from './plugin-context.js';
import { unsupported } from './runtime-errors.js';
import { runtimeSpecOf } from './runtime-spec.js';
import { StorageAccess } from './storage-access.js';
import { workerBundleFor } from './worker-bundle-for.js';

/** Which backend's runtimes, and what they are to be: as for an executor. */
export type RuntimePlaceOptions = Pick<
  ExecutorOptions,
  | 'config'
  | 'configFile'
  | 'backend'
  | 'storage'
  | 'logLevel'
  | 'runtime'
  | 'runtimeMemoryMb'
  | 'runtimeTimeoutMs'
>;

/** Memory and time of a runtime, where they are to be others than configured. */
export type RuntimeLimits = Partial<Pick<RuntimeSpec, 'memoryMb' | 'timeoutMs'>>;

/**
 * Looks after the runtimes of a backend without running anything on them, as `lithops runtime` does.
 *
 * @example
 * import { RuntimeAdmin } from '@lithops/core/config';
 *
 * await using runtimes = await RuntimeAdmin.open({ backend: 'aws_lambda' });
 * for (const { id, spec } of await runtimes.list()) console.log(id, spec.memoryMb);
 */
export class RuntimeAdmin {
  readonly #configuration: Configuration;
  readonly #backend: ComputeBackend;
  readonly #storage: StorageAccess;
  readonly #monitor: ChosenMonitor | undefined;
  readonly #context: PluginContext;

  /** Made by {@link RuntimeAdmin.open}. */
  private constructor(
    configuration: Configuration,
    backend: ComputeBackend,
    storage: StorageAccess,
    monitor: ChosenMonitor | undefined,
    context: PluginContext,
  ) {
    this.#configuration = configuration;
    this.#backend = backend;
    this.#storage = storage;
    this.#monitor = monitor;
    this.#context = context;
  }

  /** @throws {LithopsError} for bad configuration. */
  static async open(options: RuntimePlaceOptions = {}): Promise<RuntimeAdmin> {
    const configuration = resolveConfiguration(options, builtins);
    const { lithops, compute } = configuration;
    const log = new Log({ settings: lithops.log, redact: (text) => configuration.redact(text) });
    const storage = new StorageAccess(configuration, log);
    const context = pluginContext(log);
    const monitor = await configuredMonitor(configuration, log);
    const backend = await compute.create({
      ...context,
      ...storage.forBackend(undefined),
      monitor: monitor?.forWorkers,
    });
    return new RuntimeAdmin(configuration, backend, storage, monitor, context);
  }

  /** Name of the backend. */
  get backend(): string {
    return this.#backend.name;
  }

  /** The image that `runtime` names; `undefined`: the platform's managed Node.js. */
  get runtime(): string | undefined {
    return this.#configuration.worker.runtime;
  }

  /**
   * Makes the configured image, with the worker in it.
   *
   * @param dockerfile - path; `undefined`: an image of Node.js alone
   * @param onOutput - hears what the build writes
   * @throws {LithopsError} `LITHOPS_UNSUPPORTED` where there are no images to build
   */
  async build(
    dockerfile: string | undefined,
    onOutput: (text: string) => void,
    signal: AbortSignal,
  ): Promise<void> {
    if (this.#backend.buildRuntime === undefined) throw this.#unsupported('building images');
    const worker = await this.#worker(signal);
    await this.#backend.buildRuntime(this.#spec(worker, {}), { worker, dockerfile, onOutput }, signal);
  }

  /** Makes the configured runtime be there, up to date and ready. */
  async deploy(signal: AbortSignal, limits: RuntimeLimits = {}): Promise<RuntimeHandle> {
    const worker = await this.#worker(signal);
    return await this.#backend.deployRuntime(this.#spec(worker, limits), worker, signal);
  }

  /** What this user has deployed and built. @throws {LithopsError} `LITHOPS_UNSUPPORTED` where nothing stays deployed */
  async list(): Promise<readonly RuntimeHandle[]> {
    if (this.#backend.listRuntimes === undefined) throw this.#unsupported('listing runtimes');
    return await this.#backend.listRuntimes();
  }

  /** Deletes one that {@link list} has told of. @throws {LithopsError} `LITHOPS_UNSUPPORTED` */
  async delete(runtime: RuntimeHandle): Promise<void> {
    if (this.#backend.deleteRuntime === undefined) throw this.#unsupported('deleting runtimes');
    await this.#backend.deleteRuntime(runtime);
  }

  /** Ends connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#backend.close();
    } finally {
      await this.#monitor?.close();
      await this.#storage.close();
    }
  }

  #spec(bundle: WorkerBundle, { memoryMb, timeoutMs }: RuntimeLimits): RuntimeSpec {
    const { worker } = this.#configuration;
    const runtimeTimeoutMs = timeoutMs ?? worker.runtimeTimeoutMs;
    return runtimeSpecOf(
      { ...this.#configuration, worker: { ...worker, runtimeTimeoutMs } },
      bundle,
      memoryMb,
    );
  }

  #worker(signal: AbortSignal): Promise<WorkerBundle> {
    return workerBundleFor(this.#backend, {
      configuration: this.#configuration,
      storage: this.#storage.forWorkers,
      monitor: this.#monitor?.forWorkers,
      context: this.#context,
      signal,
    });
  }

  #unsupported(what: string): Error {
    return unsupported(this.#backend.name, what);
  }
}
