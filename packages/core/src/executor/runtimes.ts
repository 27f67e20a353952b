import type { Configuration } from '../config/index.js';
import type { JobDefinition } from '../job/job-definition.js';
import type { ComputeBackend } from '../spec/compute-backend.js';
import type { PluginContext, WorkerMonitor, WorkerStorage } from '../spec/plugin.js';
import type { RuntimeHandle, WorkerBundle } from '../spec/runtime.js';
import { imageIsNotCustomized, notDeployed, unsupported } from './runtime-errors.js';
import { runtimeSpecOf } from './runtime-spec.js';
import { workerBundleFor } from './worker-bundle-for.js';

/** What runtimes are deployed with. */
export interface RuntimeServices {
  readonly configuration: Configuration;
  /** How workers open the executor's store; `undefined`: by themselves, or not at all. */
  readonly storage: WorkerStorage | undefined;
  /** How workers reach the executor's monitor; `undefined`: it is core's own, or there is none. */
  readonly monitor: WorkerMonitor | undefined;
  readonly context: Pick<PluginContext, 'cacheDirectory' | 'log'>;
  readonly signal: AbortSignal;
  /** `'never'`: they are there already, or it is an error. */
  readonly deploy: 'auto' | 'never';
}

/** What of a job decides what it runs on. */
export type RuntimeWish = Pick<JobDefinition, 'runtimeMemoryMb' | 'capsule'>;

/**
 * The runtimes of one executor, each deployed once: that of the configuration, those of jobs with other memory, and with
 * `customized_runtime` one for each function.
 */
export class Runtimes {
  readonly #backend: ComputeBackend;
  readonly #services: RuntimeServices;
  readonly #deployed = new Map<string, Promise<RuntimeHandle>>();

  constructor(backend: ComputeBackend, services: RuntimeServices) {
    this.#backend = backend;
    this.#services = services;
  }

  /** Of one worker, MB, for jobs that say nothing. Deploys what they run on, unless each function has its own. */
  async memoryMb(): Promise<number> {
    if (!this.#isCustomized) return (await this.deployed(undefined)).spec.memoryMb;
    this.#checkCustomized();
    return runtimeSpecOf(this.#services.configuration, await this.#worker(undefined), undefined).memoryMb;
  }

  /** @param job - wants its memory, and has a function; `undefined`: as configured */
  async deployed(job: RuntimeWish | undefined): Promise<RuntimeHandle> {
    const key = this.#keyOf(job);
    const known = this.#deployed.get(key) ?? this.#deploy(job);
    this.#deployed.set(key, known);
    try {
      return await known;
    } catch (error) {
      this.#deployed.delete(key);
      throw error;
    }
  }

  /**
   * Makes it exist again after somebody deleted it.
   * @throws {LithopsError} `LITHOPS_RUNTIME_MISSING` where nothing is to be deployed
   */
  async redeploy(job: RuntimeWish): Promise<RuntimeHandle> {
    if (this.#services.deploy === 'never')
      throw notDeployed(await this.deployed(job), this.#backend.name, this.#isCustomized);
    this.#deployed.delete(this.#keyOf(job));
    return await this.deployed(job);
  }

  async #deploy(job: RuntimeWish | undefined): Promise<RuntimeHandle> {
    const { configuration, signal, deploy } = this.#services;
    const bundle = await this.#worker(job);
    const spec = runtimeSpecOf(configuration, bundle, job?.runtimeMemoryMb);
    const { findRuntime, capabilities } = this.#backend;
    // Where nothing is uploaded, deploying leaves nothing behind.
    if (deploy === 'auto' || (findRuntime === undefined && capabilities.uploadsWorker !== true))
      return await this.#backend.deployRuntime(spec, bundle, signal);
    if (this.#backend.findRuntime === undefined) throw unsupported(this.#backend.name, "deploy: 'never'");
    return await this.#backend.findRuntime(spec, bundle);
  }

  #worker(job: RuntimeWish | undefined): Promise<WorkerBundle> {
    return workerBundleFor(this.#backend, this.#services, this.#isCustomized ? job?.capsule : undefined);
  }

  get #isCustomized(): boolean {
    return this.#services.configuration.worker.customizedRuntime === true;
  }

  #checkCustomized(): void {
    const { runtime } = this.#services.configuration.worker;
    if (runtime !== undefined) throw imageIsNotCustomized(runtime);
    if (this.#backend.capabilities.uploadsWorker !== true)
      throw unsupported(this.#backend.name, 'customized_runtime');
  }

  #keyOf(job: RuntimeWish | undefined): string {
    return `${job?.runtimeMemoryMb} ${this.#isCustomized ? job?.capsule.hash : ''}`;
  }
}
