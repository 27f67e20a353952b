import { describe, expect, it } from 'vitest';
import {
  checkCallOptions,
  checkExecutorOptions,
  checkMapOptions,
  checkMapReduceOptions,
  parseWaitOptions,
} from './validate-options.js';

const errorOf = (work: () => void): { code: string; message: string } => {
  try {
    work();
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('Expected an error, got none');
};

describe('an unknown option', () => {
  it('is refused with the nearest name', () => {
    const { code, message } = errorOf(() => checkMapOptions({ chunksize: 3 } as never));
    expect(code).toBe('LITHOPS_UNKNOWN_OPTION');
    expect(message).toMatch(
      /^map has no option "chunksize"\. Did you mean "chunkSize"\? It has: timeoutMs, /,
    );
  });

  it.each([
    ['retries of callAsync', () => checkCallOptions({ retries: { limit: 1, lostWorker: 2 } as never })],
    ['reduce of mapReduce', () => checkMapReduceOptions({ reduce: { timeout: 2 } as never })],
    ['the executor', () => checkExecutorOptions({ backnd: 'localhost' } as never)],
    ['wait', () => parseWaitOptions('wait', { returnwhen: 'ALWAYS' } as never)],
  ])('is found in %s, too', (_, work) => expect(errorOf(work).code).toBe('LITHOPS_UNKNOWN_OPTION'));
});

describe('a value that an option cannot have', () => {
  it.each([
    [
      { timeoutMs: 0 },
      'Expected timeoutMs (an option of map) to be a number of milliseconds of at least 1, got 0 (number).',
    ],
    [
      { timeoutMs: '5' },
      "Expected timeoutMs (an option of map) to be a number of milliseconds of at least 1, got '5' (string).",
    ],
    [
      { chunkSize: 1.5 },
      'Expected chunkSize (an option of map) to be an integer of at least 1, got 1.5 (number).',
    ],
    [
      { extraEnv: { A: 1 } },
      'Expected extraEnv (an option of map) to be an object of strings, got { A: 1 } (object).',
    ],
    [
      { retries: -1 },
      'Expected retries (an option of map) to be an integer of at least 0, or { limit, when?, delayMs?, lostWorkers? }, got -1 (number).',
    ],
  ])('%o is refused: expected, got', (options, message) => {
    expect(errorOf(() => checkMapOptions(options as never))).toMatchObject({
      code: 'LITHOPS_INVALID_ARGUMENT',
      message,
    });
  });

  it('is one that is reserved for later', () => {
    expect(errorOf(() => checkExecutorOptions({ budgetUsd: 1 })).code).toBe('LITHOPS_UNSUPPORTED');
  });
});

describe('options that are right', () => {
  it('pass, undefined ones included', () => {
    checkMapOptions(undefined);
    checkMapOptions({
      timeoutMs: undefined,
      retries: { limit: 2, when: () => true, delayMs: 5 },
      includeModules: null,
    });
    checkExecutorOptions({ workerProcesses: 'AUTO', progress: () => undefined, logLevel: false });
  });
});
