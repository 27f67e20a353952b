import { coreWorkerBundle } from '../bundle/own-bundle.js';
import { workerBundle } from '../bundle/worker-bundle.js';
import type { Configuration } from '../config/index.js';
import type { ComputeBackend } from '../spec/compute-backend.js';
import type { WorkerStorage } from '../spec/plugin.js';
import type { RuntimeHandle, WorkerBundle } from '../spec/runtime.js';
import { runtimeSpecOf } from './runtime-spec.js';

/** What runtimes are deployed with. */
export interface RuntimeServices {
  readonly configuration: Configuration;
  /** How workers open the executor's store; `undefined`: by themselves, or not at all. */
  readonly storage: WorkerStorage | undefined;
  readonly cacheDirectory: string;
  readonly signal: AbortSignal;
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

  /** Makes it exist again after somebody deleted it. */
  redeploy(memoryMb: number | undefined): Promise<RuntimeHandle> {
    this.#deployed.delete(memoryMb);
    return this.deployed(memoryMb);
  }

  async #deploy(memoryMb: number | undefined): Promise<RuntimeHandle> {
    const bundle = await this.#bundle();
    return await this.#backend.deployRuntime(
      runtimeSpecOf(this.#services.configuration, bundle, memoryMb),
      bundle,
      this.#services.signal,
    );
  }

  async #bundle(): Promise<WorkerBundle> {
    if (this.#backend.capabilities.uploadsWorker !== true) return coreWorkerBundle();
    const { plugin } = this.#services.configuration.compute;
    const { storage, cacheDirectory } = this.#services;
    const half = storage && { plugin: storage.plugin, module: new URL(storage.module) };
    return await workerBundle({ backend: plugin.worker, storage: half }, cacheDirectory);
  }
}
