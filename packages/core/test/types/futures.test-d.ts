import {
  type CallError,
  type CallOutcome,
  type CallResult,
  type CallStats,
  FunctionExecutor,
  type FutureState,
  type FuturesList,
  type JobRow,
  LithopsError,
  type ObjectAddress,
  type ResponseFuture,
  type WaitResult,
} from '@lithops/core';
import { describe, expectTypeOf, it } from 'vitest';

declare const exec: FunctionExecutor;
declare const numbers: FuturesList<number>;
// TypeScript (5.7 to 6.0) takes the type of `for await` from an earlier `for … of` over the very same type.
declare const dates: FuturesList<Date>;
declare const text: ResponseFuture<string>;

describe('a future', () => {
  it('is a promise with the state of its call', () => {
    expectTypeOf(text).toExtend<Promise<string>>();
    expectTypeOf(text.state).toEqualTypeOf<FutureState>();
    expectTypeOf(text.index).toEqualTypeOf<number>();
    expectTypeOf(text.callId).toEqualTypeOf<string>();
    expectTypeOf(text.error).toEqualTypeOf<unknown>();
    expectTypeOf(text.object).toEqualTypeOf<ObjectAddress | undefined>();
    expectTypeOf(text.stats).toEqualTypeOf<CallStats>();
    expectTypeOf(text.wait()).toEqualTypeOf<Promise<FutureState>>();
    expectTypeOf(text.cancel()).toEqualTypeOf<Promise<void>>();
    expectTypeOf(text.logs()).toEqualTypeOf<Promise<string>>();
  });

  it('has states that a switch can exhaust', () => {
    expectTypeOf<FutureState>().toEqualTypeOf<
      'new' | 'invoked' | 'running' | 'ready' | 'success' | 'error' | 'cancelled'
    >();
  });

  it('cannot be changed', () => {
    // @ts-expect-error: read-only
    text.index = 1;
    // @ts-expect-error: read-only
    text.state = 'success';
  });
});

describe('a list of futures', () => {
  it('is a promise of all results', () => {
    expectTypeOf(numbers).toExtend<Promise<number[]>>();
    expectTypeOf(numbers.getResult()).toEqualTypeOf<Promise<number[]>>();
  });

  it('is an iterable of futures', () => {
    for (const future of numbers) expectTypeOf(future).toEqualTypeOf<ResponseFuture<number>>();
    expectTypeOf([...numbers]).toEqualTypeOf<ResponseFuture<number>[]>();
    expectTypeOf(numbers.at(0)).toEqualTypeOf<ResponseFuture<number> | undefined>();
    expectTypeOf(numbers.length).toEqualTypeOf<number>();
  });

  it('is no array: it has no index, and map chains', () => {
    // @ts-expect-error: at(0)
    numbers[0];
    // @ts-expect-error: a list of futures is not an array of them
    numbers satisfies ResponseFuture<number>[];
    expectTypeOf(numbers.map((x) => x > 1)).toEqualTypeOf<FuturesList<boolean>>();
  });

  it('streams results with their place in the input', async () => {
    for await (const result of dates) {
      expectTypeOf(result).toEqualTypeOf<CallResult<Date>>();
      expectTypeOf(result.value).toEqualTypeOf<Date>();
      expectTypeOf(result.item).toEqualTypeOf<unknown>();
      expectTypeOf(result.future).toEqualTypeOf<ResponseFuture<Date>>();
    }
  });

  it('tells outcomes apart by their status', async () => {
    for await (const outcome of numbers.outcomes()) {
      expectTypeOf(outcome).toEqualTypeOf<CallOutcome<number>>();
      if (outcome.status === 'fulfilled') expectTypeOf(outcome.value).toEqualTypeOf<number>();
      else expectTypeOf(outcome.reason).toEqualTypeOf<CallError>();
      // @ts-expect-error: there is a value only when the call was fulfilled
      outcome.value;
    }
    expectTypeOf(await numbers.settled()).toEqualTypeOf<PromiseSettledResult<number>[]>();
  });
});

describe('getResult', () => {
  it('of a list is an array, of a future its value', () => {
    expectTypeOf(exec.getResult(numbers)).toEqualTypeOf<Promise<number[]>>();
    expectTypeOf(exec.getResult(text)).toEqualTypeOf<Promise<string>>();
  });

  it('of several futures is a tuple of their values', () => {
    const first: ResponseFuture<boolean> = exec.callAsync(() => true);
    expectTypeOf(exec.getResult([text, numbers])).toEqualTypeOf<Promise<[string, number[]]>>();
    expectTypeOf(exec.getResult([text, text, first])).toEqualTypeOf<Promise<[string, string, boolean]>>();
    expectTypeOf(exec.getResult([...numbers])).toEqualTypeOf<Promise<number[]>>();
  });

  it('without argument is what was not read yet, unknown to the compiler', () => {
    expectTypeOf(exec.getResult()).toEqualTypeOf<Promise<unknown[]>>();
    expectTypeOf(exec.getResult(undefined, { timeoutMs: 1 })).toEqualTypeOf<Promise<unknown[]>>();
  });

  it('takes only what it can act on', () => {
    // @ts-expect-error: getResult waits for all it was given
    exec.getResult(numbers, { returnWhen: 'ANY_COMPLETED' });
    // @ts-expect-error: no future
    exec.getResult(3);
  });
});

describe('wait', () => {
  it('gives the futures that are done and those that are not', () => {
    expectTypeOf(exec.wait(numbers)).toEqualTypeOf<Promise<WaitResult<ResponseFuture<number>>>>();
    expectTypeOf(exec.wait(text)).toEqualTypeOf<Promise<WaitResult<ResponseFuture<string>>>>();
    expectTypeOf(exec.wait([text])).toEqualTypeOf<Promise<WaitResult<ResponseFuture<string>>>>();
    expectTypeOf(numbers.wait()).toEqualTypeOf<Promise<WaitResult<ResponseFuture<number>>>>();
    expectTypeOf<WaitResult<1>>().toEqualTypeOf<{ readonly done: 1[]; readonly notDone: 1[] }>();
  });

  it('waits for all of the executor when none is named', () => {
    expectTypeOf(exec.wait()).toEqualTypeOf<Promise<WaitResult<ResponseFuture<unknown>>>>();
    exec.wait({ returnWhen: 'ALWAYS', timeoutMs: 10 });
  });

  it('knows when to return', () => {
    exec.wait(numbers, { returnWhen: 'ALL_COMPLETED' });
    exec.wait(numbers, { returnWhen: 'ANY_COMPLETED', downloadResults: true, throwOnError: true });
    exec.wait(numbers, { returnWhen: 50 });
    // @ts-expect-error: no such moment
    exec.wait(numbers, { returnWhen: 'SOME_COMPLETED' });
  });
});

describe('an executor', () => {
  it('is disposed of by `await using`', () => {
    expectTypeOf(exec).toExtend<AsyncDisposable>();
    expectTypeOf(exec.close()).toEqualTypeOf<Promise<void>>();
  });

  it('sums up its jobs', () => {
    expectTypeOf(exec.jobSummary()).toEqualTypeOf<JobRow[]>();
    expectTypeOf<JobRow>().toExtend<{
      jobId: string;
      calls: number;
      failed: number;
      usd: number | undefined;
    }>();
    expectTypeOf(exec.executorId).toEqualTypeOf<string>();
  });

  it('cancels a list, some futures, or everything', () => {
    expectTypeOf(exec.cancel()).toEqualTypeOf<Promise<void>>();
    exec.cancel(numbers);
    exec.cancel([text, ...numbers]);
    // @ts-expect-error: no future
    exec.cancel('all');
  });

  it('takes up a persisted job at once, with the type of its function', () => {
    const resumed = FunctionExecutor.resume('executor/M0000', (x: number) => String(x));
    expectTypeOf(resumed).toEqualTypeOf<FuturesList<string>>();
  });
});

describe('an error', () => {
  it('has a stable code', () => {
    const error = new LithopsError({ code: 'LITHOPS_TIMEOUT', message: 'too long' });
    expectTypeOf(error.code).toEqualTypeOf<`LITHOPS_${string}`>();
    expectTypeOf(error.isRetryable).toEqualTypeOf<boolean>();
    expectTypeOf<CallError>().toExtend<LithopsError>();
    expectTypeOf<Pick<CallError, 'callId' | 'index' | 'attempt'>>().toEqualTypeOf<{
      readonly callId: string;
      readonly index: number;
      readonly attempt: number;
    }>();
    // @ts-expect-error: codes begin with LITHOPS_
    new LithopsError({ code: 'TIMEOUT', message: 'too long' });
  });
});
