import {
  type CallError,
  type CallOptions,
  type ExecutorOptions,
  FunctionExecutor,
  type JobProgress,
  LocalhostExecutor,
  type MapOptions,
  type RetryOptions,
  ServerlessExecutor,
  StandaloneExecutor,
  Storage,
} from '@lithops/core';
import { inProcess, memoryStorage } from '@lithops/core/testing';
import { describe, expectTypeOf, it } from 'vitest';

declare const exec: FunctionExecutor;
const square = (x: number) => x * x;

describe('the options of an executor', () => {
  it('may all be left out', () => {
    new FunctionExecutor();
    new FunctionExecutor({});
    new FunctionExecutor({ retries: undefined, maxWorkers: undefined, backend: undefined });
  });

  it('name a backend, or are one', () => {
    new FunctionExecutor({ backend: 'localhost', storage: 'localhost', monitoring: 'storage' });
    new FunctionExecutor({ backend: 'one_that_is_installed' });
    new FunctionExecutor({ backend: inProcess({ maxWorkers: 2 }), storage: memoryStorage() });
    // @ts-expect-error: a store is no backend
    new FunctionExecutor({ backend: memoryStorage() });
    // @ts-expect-error: a backend is no store
    new FunctionExecutor({ storage: inProcess() });
    // @ts-expect-error: nor a monitor
    new FunctionExecutor({ monitoring: inProcess() });
  });

  it('have the shape of the file under `config`', () => {
    new FunctionExecutor({
      config: { lithops: { backend: 'localhost' }, aws_lambda: { runtime_memory: 512 } },
    });
    // @ts-expect-error: a section is an object
    new FunctionExecutor({ config: { lithops: 'localhost' } });
  });

  it('carry their units', () => {
    new FunctionExecutor({ runtimeTimeoutMs: 180_000, runtimeMemoryMb: 512, workerProcesses: 'AUTO' });
    // @ts-expect-error: keys of the file are for the file
    new FunctionExecutor({ runtime_timeout: 180 });
    // @ts-expect-error: a number
    new FunctionExecutor({ runtimeMemoryMb: '512' });
    // @ts-expect-error: only AUTO is a word
    new FunctionExecutor({ workerProcesses: 'ALL' });
  });

  it('refuse what does not exist', () => {
    // @ts-expect-error: no such option
    new FunctionExecutor({ maxWorker: 2 });
    // @ts-expect-error: no such mode
    new FunctionExecutor({ mode: 'local' });
    // @ts-expect-error: no such level
    new FunctionExecutor({ logLevel: 'verbose' });
    // @ts-expect-error: no such way to deploy
    new FunctionExecutor({ deploy: 'always' });
  });

  it('leave the mode to the class', () => {
    new LocalhostExecutor({ maxWorkers: 1 });
    new ServerlessExecutor({ backend: 'aws_lambda' });
    new StandaloneExecutor();
    expectTypeOf<LocalhostExecutor>().toExtend<FunctionExecutor>();
    // @ts-expect-error: its mode is fixed
    new LocalhostExecutor({ mode: 'serverless' });
  });

  it('tell progress to a callback', () => {
    new FunctionExecutor({ progress: 'auto' });
    new FunctionExecutor({ progress: (progress) => expectTypeOf(progress).toEqualTypeOf<JobProgress>() });
    expectTypeOf<JobProgress['total']>().toEqualTypeOf<number | undefined>();
  });

  it('are read-only, and each may be undefined under exactOptionalPropertyTypes', () => {
    expectTypeOf<ExecutorOptions>().toEqualTypeOf<Readonly<ExecutorOptions>>();
    const given: { maxWorkers?: number | undefined; signal?: AbortSignal | undefined } = {};
    new FunctionExecutor({ ...given, maxWorkers: given.maxWorkers });
  });
});

describe('the options of a call', () => {
  const options: CallOptions = {
    timeoutMs: 1000,
    runtimeMemoryMb: 512,
    extraEnv: { LEVEL: '3' },
    includeModules: ['sharp'],
    excludeModules: ['aws-sdk'],
    retries: 2,
    signal: AbortSignal.timeout(1000),
    jobKey: 'thumbs-06-01',
  };

  it('are those of callAsync and map alike', () => {
    exec.callAsync(square, 2, options);
    exec.map(square, [2], options);
    exec.callAsync(square, 2, { includeModules: null, timeoutMs: undefined });
    expectTypeOf<MapOptions>().toExtend<CallOptions>();
  });

  it('bound a map', () => {
    exec.map(square, [2], { chunkSize: 10, concurrency: 2, window: 64, stopAfterFailures: 1 });
    // @ts-expect-error: one call has no chunks
    exec.callAsync(square, 2, { chunkSize: 10 });
    // @ts-expect-error: nor a bound of failures
    exec.callAsync(square, 2, { stopAfterFailures: 1 });
  });

  it('refuse what does not exist', () => {
    // @ts-expect-error: no such option
    exec.map(square, [2], { chunksize: 10 });
    // @ts-expect-error: milliseconds are said in the name
    exec.map(square, [2], { timeout: 10 });
    // @ts-expect-error: a variable of the environment is a string
    exec.map(square, [2], { extraEnv: { LEVEL: 3 } });
    // @ts-expect-error: of an executor, not of a call
    exec.map(square, [2], { maxWorkers: 3 });
    // @ts-expect-error: objects only
    exec.map(square, [2], { objChunkSize: 3 });
    // @ts-expect-error: the same for a chained job
    exec.map(square, [2]).map(square, { chunksize: 10 });
    // @ts-expect-error: and a reducer has no chunks
    exec.map(square, [2]).reduce((all) => all.length, { chunkSize: 10 });
  });

  it('say how to try again', () => {
    const retries: RetryOptions = {
      limit: 2,
      when: (error) => {
        expectTypeOf(error).toEqualTypeOf<CallError>();
        return error.isRetryable;
      },
      delayMs: (attempt) => 100 * 2 ** attempt,
      lostWorkers: 5,
    };
    exec.map(square, [2], { retries });
    exec.map(square, [2], { retries: { limit: 1, delayMs: 100 } });
    // @ts-expect-error: the limit is required
    exec.map(square, [2], { retries: { delayMs: 100 } });
    // @ts-expect-error: no such option
    exec.map(square, [2], { retries: { limit: 1, times: 3 } });
  });

  it('of a reducer are its time and memory', () => {
    const count = (all: number[]) => all.length;
    exec.mapReduce(square, [2], count, {
      chunkSize: 2,
      spawnReducer: 50,
      reduce: { timeoutMs: 10, runtimeMemoryMb: 512 },
    });
    // @ts-expect-error: not the reducer's
    exec.mapReduce(square, [2], count, { reduce: { chunkSize: 10 } });
    // @ts-expect-error: a reduce per object needs objects
    exec.mapReduce(square, [2], count, { objReduceByKey: true });
  });
});

describe('Storage', () => {
  it('is made from the options that concern it', () => {
    new Storage();
    new Storage({ storage: 'localhost', config: {}, configFile: 'lithops.yaml' });
    new Storage({ storage: memoryStorage() });
    // @ts-expect-error: no backend
    new Storage({ backend: 'localhost' });
  });

  it('gives bytes, or a stream when asked', () => {
    const storage = new Storage();
    expectTypeOf(storage.bucket).toEqualTypeOf<string>();
    expectTypeOf(storage.getObject('b', 'k')).toEqualTypeOf<Promise<Uint8Array<ArrayBuffer>>>();
    expectTypeOf(storage.getObject('b', 'k', { range: { start: 0, end: 9 } })).toEqualTypeOf<
      Promise<Uint8Array<ArrayBuffer>>
    >();
    expectTypeOf(storage.getObject('b', 'k', { stream: true })).toEqualTypeOf<
      Promise<ReadableStream<Uint8Array<ArrayBuffer>>>
    >();
  });

  it('lists to an array, or page by page', async () => {
    const storage = new Storage();
    expectTypeOf(await storage.listKeys('b', 'p/')).toEqualTypeOf<string[]>();
    for await (const key of storage.listKeys('b')) expectTypeOf(key).toEqualTypeOf<string>();
    for await (const { size, lastModified } of storage.listObjects('b')) {
      expectTypeOf(size).toEqualTypeOf<number>();
      expectTypeOf(lastModified).toEqualTypeOf<Date>();
    }
  });

  it('stores what has bytes', () => {
    const storage = new Storage();
    for (const body of ['text', new Uint8Array(1), Buffer.from('x'), new Blob(['x'])]) {
      expectTypeOf(storage.putObject('b', 'k', body, { ifNoneMatch: true })).toEqualTypeOf<Promise<void>>();
    }
    // @ts-expect-error: an object has no bytes
    storage.putObject('b', 'k', { a: 1 });
    // @ts-expect-error: no such option
    storage.putObject('b', 'k', 'text', { contenttype: 'text/plain' });
  });
});
