import { randomUUID } from 'node:crypto';
import { type ExecutorOptions, FunctionExecutor, Storage } from '@lithops/core';
import type { ComputeBackend, ComputePlugin } from '@lithops/core/spec';
import { openCompute } from '@lithops/core/testing';
import { Patience } from '../patience.js';
import type { ComputeBackendSuiteOptions } from './options.js';
import { Place } from './place.js';
import { Watch } from './watch.js';

/** The platform that a suite runs on: opens executors on it, and a store by which calls and tests know of each other. */
export class SuitePlatform {
  readonly patience: Patience;
  readonly #options: ComputeBackendSuiteOptions;
  readonly #prefix = `lithops.conformance/${randomUUID()}/`;
  #storage: Promise<Storage> | undefined;
  #backend: Promise<ComputeBackend> | undefined;
  #places = 0;

  constructor(options: ComputeBackendSuiteOptions) {
    this.#options = options;
    this.patience = new Patience(options.patienceMs);
  }

  async plugin(): Promise<ComputePlugin> {
    return await this.#options.create();
  }

  /** One that nothing runs on, to look at. */
  backend(): Promise<ComputeBackend> {
    this.#backend ??= this.open();
    return this.#backend;
  }

  /** One that the caller closes. */
  async open(): Promise<ComputeBackend> {
    return await openCompute(await this.plugin(), { config: this.#options.config });
  }

  /**
   * Runs a program with an executor of its own, whose calls have one attempt.
   * @throws when the program fails, or the backend has done what none may do.
   */
  async run(
    program: (exec: FunctionExecutor, watch: Watch) => Promise<void>,
    options: Omit<ExecutorOptions, 'config'> = {},
  ): Promise<void> {
    const { config } = this.#options;
    const watch = new Watch();
    const exec = new FunctionExecutor({
      backend: watch.over(await this.plugin()),
      storage: this.#store,
      progress: false,
      logLevel: false,
      retries: 0,
      config: { ...config, lithops: { monitoring_interval: 0.1, data_limit: false, ...config?.lithops } },
      ...options,
    });
    const failure = await failureOf(async () => {
      try {
        // What a program waits for itself is to be named first.
        const ended = program(exec, watch);
        await this.patience.soon(ended, 'the program of the test had not come to its end', 2);
      } finally {
        await this.patience.soon(exec.close(), 'close() had not resolved', 2);
      }
    });
    const [complaint] = watch.complaints;
    if (complaint !== undefined) throw new Error(`${complaint}.${saying(failure)}`, { cause: failure });
    if (failure !== undefined) throw failure;
  }

  get #store(): NonNullable<ExecutorOptions['storage']> {
    return this.#options.storage ?? 'localhost';
  }

  /** A place in the store that nobody else has. */
  async newPlace(): Promise<Place> {
    this.#storage ??= this.#openStorage();
    return new Place(await this.#storage, `${this.#prefix}${this.#places++}`, this.patience);
  }

  async #openStorage(): Promise<Storage> {
    const storage = new Storage({ storage: this.#store, config: this.#options.config });
    try {
      await storage.headBucket(storage.bucket);
    } catch {
      // It is not there, or nobody can reach the store: creating it tells which.
      await storage.createBucket(storage.bucket);
    }
    return storage;
  }

  async close(): Promise<void> {
    const storage = await this.#storage?.catch(() => undefined);
    if (storage !== undefined) {
      await storage.deleteObjects(storage.bucket, storage.listKeys(storage.bucket, this.#prefix));
      await storage.close();
    }
    const backend = await this.#backend?.catch(() => undefined);
    await backend?.close();
    await this.#options.teardown?.();
  }
}

async function failureOf(work: () => Promise<void>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

function saying(failure: unknown): string {
  return failure instanceof Error ? ` The program then failed: ${failure.message}` : '';
}
