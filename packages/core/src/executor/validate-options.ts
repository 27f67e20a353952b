import { LithopsError } from '../errors/lithops-error.js';
import { checkPartitionOptions } from '../objects/index.js';
import {
  abortSignal,
  anything,
  checkOptions,
  either,
  environment,
  flag,
  integer,
  number,
  oneOf,
  plainObject,
  type Rule,
  type Rules,
  text,
  texts,
  textsOrNull,
} from './option-rules.js';
import type {
  AllMapReduceOptions,
  CallOptions,
  CleanOptions,
  ExecutorOptions,
  ObjectMapOptions,
  WaitOptions,
} from './options.js';

const aFunction: Rule = { expected: 'a function', accepts: (value) => typeof value === 'function' };
const milliseconds = number(1, 'milliseconds');
const retryOptions: Rules = {
  limit: integer(0),
  when: aFunction,
  delayMs: either(number(0, 'milliseconds'), aFunction),
  lostWorkers: integer(0),
};
const retries = either(integer(0), {
  expected: '{ limit, when?, delayMs?, lostWorkers? }',
  accepts: (value) => plainObject.accepts(value) && integer(0).accepts((value as { limit?: unknown }).limit),
});

const callOptions: Rules = {
  timeoutMs: milliseconds,
  runtimeMemoryMb: number(1, 'megabytes'),
  extraEnv: environment,
  includeModules: textsOrNull,
  excludeModules: texts,
  retries,
  signal: abortSignal,
  jobKey: text,
};
const mapOptions: Rules = {
  ...callOptions,
  chunkSize: integer(1),
  concurrency: integer(1),
  window: integer(1),
  stopAfterFailures: integer(1),
};
const objectOptions: Rules = {
  objChunkSize: integer(1, 'bytes'),
  objChunkNumber: integer(1),
  objNewline: either(text, oneOf(null)),
};
const mapReduceOptions: Rules = {
  ...mapOptions,
  ...objectOptions,
  objReduceByKey: flag,
  spawnReducer: {
    expected: 'a percentage from 0 to 100',
    accepts: (value) => typeof value === 'number' && value >= 0 && value <= 100,
  },
  reduce: plainObject,
};
const waitOptions: Rules = {
  returnWhen: either(oneOf('ALL_COMPLETED', 'ANY_COMPLETED', 'ALWAYS'), {
    expected: 'a percentage from 0 to 100',
    accepts: (value) => typeof value === 'number' && value >= 0 && value <= 100,
  }),
  timeoutMs: number(0, 'milliseconds'),
  downloadResults: flag,
  throwOnError: flag,
  signal: abortSignal,
};
const executorOptions: Rules = {
  config: plainObject,
  configFile: text,
  mode: oneOf('localhost', 'serverless', 'standalone'),
  backend: anything,
  storage: anything,
  monitoring: anything,
  logLevel: oneOf('debug', 'info', 'warning', 'error', false),
  progress: either(oneOf('auto', true, false), aFunction),
  signal: abortSignal,
  handleSignals: oneOf('auto', true, false),
  retries,
  persist: flag,
  deploy: oneOf('auto', 'never'),
  budgetUsd: number(0, 'dollars'),
  runtime: text,
  runtimeMemoryMb: number(1, 'megabytes'),
  runtimeTimeoutMs: milliseconds,
  packages: texts,
  maxWorkers: integer(1),
  workerProcesses: either(integer(1), oneOf('AUTO')),
};

export function checkExecutorOptions(options: ExecutorOptions | undefined): void {
  checkOptions('FunctionExecutor', options, executorOptions);
  checkRetries('FunctionExecutor', options?.retries);
  if (options?.budgetUsd !== undefined) throw later('budgetUsd');
}

export function checkCallOptions(options: CallOptions | undefined, where = 'callAsync'): void {
  checkOptions(where, options, callOptions);
  checkRetries(where, options?.retries);
}

/** @param ofObjects whether the input is `obj(…)` */
export function checkMapOptions(
  options: ObjectMapOptions | undefined,
  ofObjects = false,
  where = 'map',
): void {
  checkOptions(where, options, { ...mapOptions, ...objectOptions });
  checkRetries(where, options?.retries);
  checkObjectOptions(where, options, ofObjects);
}

/** Options of work that a call handed over: they were never checked where they were given. */
export function checkContinuationOptions(
  method: 'map' | 'callAsync' | 'mapReduce',
  options: object,
  ofObjects: boolean,
): void {
  if (method === 'callAsync') checkCallOptions(options, 'ctx.callAsync');
  else if (method === 'map') checkMapOptions(options, ofObjects, 'ctx.map');
  else checkMapReduceOptions(options, ofObjects, 'ctx.mapReduce');
}

/** @param ofObjects whether the input is `obj(…)` */
export function checkMapReduceOptions(
  options: AllMapReduceOptions | undefined,
  ofObjects = false,
  where = 'mapReduce',
): void {
  checkOptions(where, options, mapReduceOptions);
  checkOptions(`${where}, reduce`, options?.reduce, {
    timeoutMs: milliseconds,
    runtimeMemoryMb: number(1, 'megabytes'),
  });
  checkRetries(where, options?.retries);
  checkObjectOptions(where, options, ofObjects);
}

function checkObjectOptions(
  where: string,
  options: AllMapReduceOptions | undefined,
  ofObjects: boolean,
): void {
  const { objChunkSize, objChunkNumber, objNewline, objReduceByKey } = options ?? {};
  const given = Object.entries({ objChunkSize, objChunkNumber, objNewline, objReduceByKey });
  const [misplaced] = ofObjects ? [] : given.filter(([, value]) => value !== undefined);
  if (misplaced !== undefined) throw objectsOnly(where, misplaced[0]);
  if (ofObjects)
    checkPartitionOptions({ chunkSize: objChunkSize, chunkNumber: objChunkNumber, newline: objNewline });
}

export function checkCleanOptions(options: CleanOptions): void {
  checkOptions('clean', options, { cloudObjects: flag, jobId: text });
}

export function parseWaitOptions(where: string, options: WaitOptions | undefined): WaitOptions {
  checkOptions(where, options, waitOptions);
  return options ?? {};
}

function checkRetries(where: string, value: CallOptions['retries']): void {
  if (typeof value === 'object') checkOptions(`${where}, retries`, value, retryOptions);
}

function objectsOnly(where: string, option: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message:
      `Expected ${option} (an option of ${where}) together with objects as input, got another input. ` +
      `Name the objects: ${where}(…, obj('bucket/prefix/'), …), or leave ${option} out.`,
  });
}

/** A name that is reserved and does nothing yet: saying so beats ignoring it. */
export function later(what: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message: `${what} is reserved and not supported by this version. Leave it out.`,
  });
}
