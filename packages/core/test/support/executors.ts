import { fileURLToPath } from 'node:url';
import { type CallResult, type ExecutorOptions, FunctionExecutor, type FuturesList } from '@lithops/core';
import { inProcess, memoryStorage } from '@lithops/core/testing';
import { afterAll, onTestFinished } from 'vitest';

/** A command that looks like docker and podman. */
export const standInEngine = fileURLToPath(new URL('stand-in-engine.mjs', import.meta.url));

/** Where the functions of a test run. What a user sees is the same in all of them. */
export interface Place {
  readonly place: string;
  /** @param options `maxWorkers` is 2 unless it is given */
  open(options?: ExecutorOptions): FunctionExecutor;
}

export const onThisMachine: Place = {
  place: 'localhost',
  open: (options) => new FunctionExecutor({ progress: false, maxWorkers: 2, ...options }),
};

/** Containers whose engine is a stand-in: see stand-in-engine.mjs. */
export const inAContainer: Place = {
  place: 'localhost with a runtime',
  open: ({ config, ...options } = {}) =>
    new FunctionExecutor({
      progress: false,
      maxWorkers: 2,
      runtime: 'stand-in',
      config: { ...config, localhost: { container_engine: standInEngine, ...config?.['localhost'] } },
      ...options,
    }),
};

export const inThisProcess: Place = {
  place: 'inProcess()',
  open: ({ maxWorkers = 2, ...options } = {}) => {
    const backend = inProcess({ maxWorkers });
    return new FunctionExecutor({ progress: false, backend, storage: memoryStorage(), ...options });
  },
};

export const places: readonly Place[] = [onThisMachine, inAContainer, inThisProcess];

/** An executor that is closed when the test ends; what `close` thinks of its failures is of no interest. */
export function executorIn({ open }: Place, options?: ExecutorOptions): FunctionExecutor {
  const exec = open(options);
  onTestFinished(() => exec.close().catch(() => undefined));
  return exec;
}

/** One executor for all tests of a `describe`: workers start once. */
export function sharedExecutorIn({ open }: Place, options?: ExecutorOptions): FunctionExecutor {
  const exec = open(options);
  afterAll(() => exec.close().catch(() => undefined));
  return exec;
}

/** What a promise rejects with. */
export async function rejectionOf(promise: PromiseLike<unknown>): Promise<Error> {
  return await promise.then(
    (value) => {
      throw new Error(`Expected a rejection, got ${String(value)}`);
    },
    (reason: unknown) => reason as Error,
  );
}

/**
 * A list as what `for await` reads. TypeScript (5.7 to 6.0) takes the type of `for await` over a list from an earlier
 * `for … of` or spread of a list of the same type, anywhere in the program; by this type it cannot.
 */
export function streamed<R>(list: FuturesList<R>): AsyncIterable<CallResult<R>> {
  return list;
}
