import type { CallError } from '../errors/call-error.js';
import type { ComputePlugin, MonitorPlugin, StoragePlugin } from '../spec/plugin.js';

/** Plug-ins add their names: `declare module '@lithops/core' { interface ComputeBackends { aws_lambda: AwsLambdaOptions } }`. */
export interface ComputeBackends {
  localhost: { workerProcesses?: number | undefined };
}
/** Names of storages. Plug-ins add theirs, as they do to {@link ComputeBackends}. */
export interface StorageBackends {
  localhost: { storageBucket?: string | undefined };
}
/** Names of monitors. Plug-ins add theirs, as they do to {@link ComputeBackends}. */
export interface Monitors {
  direct: unknown;
  storage: unknown;
}

/** Sections and keys as in the configuration file. */
export type LithopsConfig = { readonly [section: string]: Readonly<Record<string, unknown>> | undefined };

/** Where workers are: processes of this machine, functions of a cloud, or virtual machines. */
export type Mode = 'localhost' | 'serverless' | 'standalone';

/** What an executor is made with. Everything has a default: none at all runs on this machine, on all cores. */
export interface ExecutorOptions {
  /** Sections and keys as in the file; wins over file and environment. */
  readonly config?: LithopsConfig | undefined;
  /** Path of the configuration file, instead of the usual places. */
  readonly configFile?: string | undefined;
  /** Refuses a backend of another mode: `LITHOPS_MODE`. @default that of the backend */
  readonly mode?: Mode | undefined;
  /** Where calls run: a name, or what a factory such as `awsLambda({ … })` gives. @default 'localhost' */
  readonly backend?: keyof ComputeBackends | (string & {}) | ComputePlugin | undefined;
  /** Where values lie that are too large to be sent: a name, or what a factory such as `awsS3({ … })` gives. @default 'localhost' for workers of this machine */
  readonly storage?: keyof StorageBackends | (string & {}) | StoragePlugin | undefined;
  /** How outcomes come back. @default 'direct' where workers can answer, else 'storage' */
  readonly monitoring?: keyof Monitors | (string & {}) | MonitorPlugin | undefined;
  /** What is told on stderr; `false`: nothing. @default 'warning' */
  readonly logLevel?: 'debug' | 'info' | 'warning' | 'error' | false | undefined;
  /** `'auto'`: a bar when stderr is a terminal. @default 'auto' */
  readonly progress?: 'auto' | boolean | ((progress: JobProgress) => void) | undefined;
  /** Cancels everything this executor runs when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** @default 'auto' */
  readonly handleSignals?: 'auto' | boolean | undefined;
  /** More attempts after the first. @default 0 for errors of the function, 2 for lost workers */
  readonly retries?: RetryOptions | number | undefined;
  /** Keep jobs so that another process can resume them. @default false */
  readonly persist?: boolean | undefined;
  /** `'never'`: use what was deployed before; needs the right to invoke only. @default 'auto' */
  readonly deploy?: 'auto' | 'never' | undefined;
  /** Reserved: `LITHOPS_UNSUPPORTED` in this version. */
  readonly budgetUsd?: number | undefined;
  /** Worker image; unset: the managed Node.js of the backend. */
  readonly runtime?: string | undefined;
  /** Memory of a worker, megabytes. @default the backend's */
  readonly runtimeMemoryMb?: number | undefined;
  /** How long a worker may run, milliseconds. @default the backend's */
  readonly runtimeTimeoutMs?: number | undefined;
  /** npm packages installed beside the worker instead of being bundled (native addons). */
  readonly packages?: readonly string[] | undefined;
  /** Activations at once. @default the backend's */
  readonly maxWorkers?: number | undefined;
  /** Calls at once in one worker; on this machine, worker processes. @default 'AUTO' on this machine, 1 elsewhere */
  readonly workerProcesses?: number | 'AUTO' | undefined;
}

/** When a call that failed is tried again. A plain number in its place is a `limit`. */
export interface RetryOptions {
  /** More attempts after the first, for errors of the function. */
  readonly limit: number;
  /** Whether this error is worth another attempt. @default all are, but those with `isRetryable: false` */
  readonly when?: ((error: CallError) => boolean) | undefined;
  /** Pause before attempt `n` (2, 3, …), milliseconds. @default 0 */
  readonly delayMs?: number | ((attempt: number) => number) | undefined;
  /** More attempts after the first, for lost workers. @default limit */
  readonly lostWorkers?: number | undefined;
}

/** How one call is run. */
export interface CallOptions {
  /** Of one attempt, from its start in the worker, milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** Memory of the workers of this job, megabytes. @default the executor's */
  readonly runtimeMemoryMb?: number | undefined;
  /** Environment variables of the call. */
  readonly extraEnv?: Readonly<Record<string, string>> | undefined;
  /** Packages to bundle: `[]` all, `null` none (the runtime has them), a list only those. @default [] */
  readonly includeModules?: readonly string[] | null | undefined;
  /** Packages the runtime has already. @default [] */
  readonly excludeModules?: readonly string[] | undefined;
  /** Of this job. @default the executor's */
  readonly retries?: RetryOptions | number | undefined;
  /** Cancels the job when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Names a persisted job: the same key, function and input continue the earlier one. */
  readonly jobKey?: string | undefined;
}

/** How the calls of a job are run: what {@link CallOptions} say of each, and how many at once. */
export interface MapOptions extends CallOptions {
  /** Calls per activation. @default adaptive on localhost and VMs, worker_processes elsewhere */
  readonly chunkSize?: number | undefined;
  /** Bound of this job's calls at once. */
  readonly concurrency?: number | undefined;
  /**
   * Unread results kept while streaming; dispatch pauses beyond.
   * @default 2 × maxWorkers, at least 64; on this machine, for short calls, as many as keep the workers busy (a few
   * thousand, unless they are large: about 2 MB of results per worker)
   */
  readonly window?: number | undefined;
  /** Stop dispatch after that many failed calls: `LITHOPS_TOO_MANY_FAILURES`. */
  readonly stopAfterFailures?: number | undefined;
}

/** How objects become parts: with neither number, each object is one. */
export interface ObjectMapOptions extends MapOptions {
  /** Bytes per part. Not together with `objChunkNumber`. */
  readonly objChunkSize?: number | undefined;
  /** Exactly that many parts of each object; some are empty when it is smaller. */
  readonly objChunkNumber?: number | undefined;
  /** Parts end after this, so that no line is cut; `null`: exact byte ranges. @default '\n' */
  readonly objNewline?: string | null | undefined;
}

/** What `mapReduce` takes besides the options of its map. */
export interface MapReduceOptions {
  /** Percentage of finished map calls from which the reducer may be prepared; it never waits inside a worker. @default 100 */
  readonly spawnReducer?: number | undefined;
  /** What the reducer has otherwise than the calls of the map. */
  readonly reduce?: Pick<CallOptions, 'timeoutMs' | 'runtimeMemoryMb'> | undefined;
}

/** All that `mapReduce` takes, whatever its input is. */
export type AllMapReduceOptions = MapReduceOptions &
  ObjectMapOptions & {
    /** A reduce for each object, of its own results. @default false */
    readonly objReduceByKey?: boolean | undefined;
  };

/** For how many calls to wait, and how long. */
export interface WaitOptions {
  /** A number is a percentage of the calls. @default 'ALL_COMPLETED' */
  readonly returnWhen?: 'ALL_COMPLETED' | 'ANY_COMPLETED' | 'ALWAYS' | number | undefined;
  /**
   * After that many milliseconds `wait` resolves with what is done, and what gives results rejects with
   * `LITHOPS_WAIT_TIMEOUT`. Either destroys nothing: the calls run on.
   */
  readonly timeoutMs?: number | undefined;
  /** Fetch results that lie in storage as well. @default false */
  readonly downloadResults?: boolean | undefined;
  /** Reject with the first failed call's error. @default false for `wait`, true for results */
  readonly throwOnError?: boolean | undefined;
  /** Ends the waiting when aborted; the calls run on. */
  readonly signal?: AbortSignal | undefined;
}

/** What `clean` deletes. */
export interface CleanOptions {
  /** Cloud objects that calls made, as well. @default false */
  readonly cloudObjects?: boolean | undefined;
  /** Only this persisted job, `executor/job`. @default this executor's temporary data */
  readonly jobId?: string | undefined;
}

/** How long to wait for results, and what to do when a call has failed. */
export type GetResultOptions = Pick<WaitOptions, 'timeoutMs' | 'throwOnError' | 'signal'>;

/** What the whole of a map would take, from a sample that was run. */
export interface Estimate {
  /** Calls of the whole map; `undefined`: the input does not tell. */
  readonly calls: number | undefined;
  /** Calls that were run. */
  readonly sampled: number;
  /** Those of them that failed. */
  readonly failed: number;
  /** Half, and 95 of 100, took no longer; milliseconds in the function. */
  readonly perCallMs: { readonly p50: number; readonly p95: number };
  /** From beginning to end, milliseconds. */
  readonly wallMs: number;
  /** US dollars; `undefined`: the backend has no prices. */
  readonly usd: { readonly low: number; readonly high: number } | undefined;
}

/** Told as calls finish, at most every 100 ms. */
export interface JobProgress {
  /** `executor/job`. */
  readonly jobId: string;
  /** Calls that have ended, however. */
  readonly done: number;
  /** Those of them that failed. */
  readonly failed: number;
  /** Calls in workers now. */
  readonly running: number;
  /** `undefined` while the input is still being read. */
  readonly total: number | undefined;
}
