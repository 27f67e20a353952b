import type { Configuration } from '../config/index.js';
import type { ComputeBackend } from '../spec/compute-backend.js';
import type { WorkerStorage } from '../spec/plugin.js';
import type { RuntimeHandle } from '../spec/runtime.js';
import { notDeployed, unsupported } from './runtime-errors.js';
import { runtimeSpecOf } from './runtime-spec.js';
import { workerBundleFor } from './worker-bundle-for.js';

/** What runtimes are deployed with. */
export interface RuntimeServices {
  readonly configuration: Configuration;
  /** How workers open the executor's store; `undefined`: by themselves, or not at all. */
  readonly storage: WorkerStorage | undefined;
  readonly cacheDirectory: string;
  readonly signal: AbortSignal;
  /** `'never'`: they are there already, or it is an error. */
  readonly deploy: 'auto' | 'never';
}

/** The runtimes of one executor, each deployed once: that of the configuration, and those of jobs with other memory. */
export class Runtimes {
  readonly #backend: ComputeBackend;
  readonly #services: RuntimeServices;
  readonly #deployed = new Map<number | undefined, Promise<RuntimeHandle>>();

  constructor(backend: ComputeBackend, services: RuntimeServices) {
    this.#backend = backend;
    this.#services = services;
  }

  /** @param memoryMb as the job wants it; `undefined`: as configured */
  async deployed(memoryMb: number | undefined): Promise<RuntimeHandle> {
    const known = this.#deployed.get(memoryMb) ?? this.#deploy(memoryMb);
    this.#deployed.set(memoryMb, known);
    try {
      return await known;
    } catch (error) {
      this.#deployed.delete(memoryMb);
      throw error;
    }
  }

  /**
   * Makes it exist again after somebody deleted it.
   * @throws {LithopsError} `LITHOPS_RUNTIME_MISSING` where nothing is to be deployed
   */
  async redeploy(memoryMb: number | undefined): Promise<RuntimeHandle> {
    if (this.#services.deploy === 'never')
      throw notDeployed(await this.deployed(memoryMb), this.#backend.name);
    this.#deployed.delete(memoryMb);
    return await this.deployed(memoryMb);
  }

  async #deploy(memoryMb: number | undefined): Promise<RuntimeHandle> {
    const { configuration, signal, deploy } = this.#services;
    const bundle = await workerBundleFor(this.#backend, this.#services);
    const spec = runtimeSpecOf(configuration, bundle, memoryMb);
    const { findRuntime, capabilities } = this.#backend;
    // Where nothing is uploaded, deploying leaves nothing behind.
    if (deploy === 'auto' || (findRuntime === undefined && capabilities.uploadsWorker !== true))
      return await this.#backend.deployRuntime(spec, bundle, signal);
    if (this.#backend.findRuntime === undefined) throw unsupported(this.#backend.name, "deploy: 'never'");
    return await this.#backend.findRuntime(spec, bundle);
  }
}
