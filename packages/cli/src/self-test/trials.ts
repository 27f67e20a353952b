import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type FunctionExecutor, LithopsError, type Storage } from '@lithops/core';

/** One thing that must work. Resolves with what was shown, rejects with what went wrong. */
export interface Trial {
  readonly name: string;
  run(executor: FunctionExecutor, storage: Storage): Promise<string>;
}

const numbers = Array.from({ length: 100 }, (_, index) => index);

/** In the order in which a user builds on them. */
export const trials: readonly Trial[] = [
  { name: 'map', run: tryMap },
  { name: 'mapReduce', run: tryMapReduce },
  { name: 'storage', run: tryStorage },
  { name: 'errors', run: tryErrors },
];

async function tryMap(executor: FunctionExecutor): Promise<string> {
  const squares = await executor.map((x: number) => x * x, numbers);
  same(
    'the squares of 0 to 99, in order',
    squares,
    numbers.map((x) => x * x),
  );
  return `${numbers.length} calls gave ${numbers.length} right results, in order`;
}

async function tryMapReduce(executor: FunctionExecutor): Promise<string> {
  const sum = await executor.mapReduce(
    (x: number) => x * x,
    numbers,
    (squares) => squares.reduce((total, square) => total + square, 0),
  );
  same('the sum of 100 squares', sum, 328_350);
  return `the sum of ${numbers.length} squares is ${sum}`;
}

/** From here to a worker and back, all of it through the store. */
async function tryStorage(executor: FunctionExecutor, storage: Storage): Promise<string> {
  const { bucket } = storage;
  const question = `lithops.test/${randomUUID()}`;
  const answer = `${question}.answer`;
  await storage.putObject(bucket, question, 'is anybody there?');
  try {
    await executor.callAsync(
      async (task, { storage }) => {
        const bytes = await storage.getObject(task.bucket, task.question);
        await storage.putObject(task.bucket, task.answer, Buffer.from(bytes).toString().toUpperCase());
      },
      { bucket, question, answer },
    );
    const got = Buffer.from(await storage.getObject(bucket, answer)).toString();
    same('what a worker made of the stored text', got, 'IS ANYBODY THERE?');
  } finally {
    await storage.deleteObjects(bucket, [question, answer]);
  }
  return `a worker read and wrote in bucket "${bucket}"`;
}

async function tryErrors(executor: FunctionExecutor): Promise<string> {
  const future = executor.callAsync((limit) => {
    throw Object.assign(new RangeError(`over ${limit}`, { cause: new TypeError('why') }), { limit });
  }, 7);
  const error = await future.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  // It did not come from the worker.
  if (error instanceof Error && !error.message.includes('over 7')) throw error;
  const isSame =
    error instanceof RangeError &&
    error.message === 'over 7' &&
    'limit' in error &&
    error.limit === 7 &&
    error.cause instanceof TypeError;
  if (!isSame) throw unexpected('the RangeError that a worker threw', error);
  return 'a RangeError came back with its message, fields and cause';
}

function same(what: string, got: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(got, expected)) throw unexpected(what, got);
}

function unexpected(what: string, got: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_PROTOCOL',
    message: `Expected ${what}, got ${String(got).slice(0, 200)}: \`lithops doctor\` looks for the cause.`,
    cause: got,
  });
}
