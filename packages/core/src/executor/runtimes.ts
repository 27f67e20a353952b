import type { Configuration } from '../config/index.js';
import type { ComputeBackend } from '../spec/compute-backend.js';
import type { RuntimeHandle } from '../spec/runtime.js';
import { coreWorkerBundle } from '../worker/worker-bundle.js';
import { runtimeSpecOf } from './runtime-spec.js';

/** The runtimes of one executor, each deployed once: that of the configuration, and those of jobs with other memory. */
export class Runtimes {
  readonly #backend: ComputeBackend;
  readonly #configuration: Configuration;
  readonly #signal: AbortSignal;
  readonly #deployed = new Map<number | undefined, Promise<RuntimeHandle>>();

  constructor(backend: ComputeBackend, configuration: Configuration, signal: AbortSignal) {
    this.#backend = backend;
    this.#configuration = configuration;
    this.#signal = signal;
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

  #deploy(memoryMb: number | undefined): Promise<RuntimeHandle> {
    const bundle = coreWorkerBundle();
    return this.#backend.deployRuntime(
      runtimeSpecOf(this.#configuration, bundle, memoryMb),
      bundle,
      this.#signal,
    );
  }
}
