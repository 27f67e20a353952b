import type { AnyFunction, Capsule } from '@lithops/closure';
import { CodeSpace, capture } from '@lithops/closure/capture';
import type { Configuration } from '../config/index.js';
import { RetryPolicy } from '../dispatch/retry-policy.js';
import { type CallSite, invalidArgument } from '../errors/index.js';
import { entriesReader, type InputReader } from '../job/input.js';
import { Job } from '../job/job.js';
import type { JobDefinition } from '../job/job-definition.js';
import { storedRetries } from '../persist/manifest.js';
import type { PersistedJobs, PersistedParts } from '../persist/persisted-jobs.js';
import { formatJobId, type JobAddress } from '../storage/key-layout.js';
import type { ContinuationWork, ItemKind } from '../wire/index.js';
import { shareOwnClasses } from '../worker/shared-classes.js';
import type { JobRequest } from './job-requests.js';
import type { MapOptions, RetryOptions } from './options.js';
import { callLimitWithin } from './runtime-spec.js';

const MIN_WINDOW = 64;

/** `A`: one call, `M`: a map, `R`: a reduce. */
export type JobKind = 'A' | 'M' | 'R';

/** A job's input; what has to be encoded at once is made when the job's code is there. */
export type ReaderOfJob = InputReader | ((code: CodeSpace) => InputReader);

/** One item, as it is now: whatever becomes of the object afterwards. */
export function snapshotReader(item: unknown): ReaderOfJob {
  return (code) => {
    const { bytes, capsules, failures } = code.encode([item], { path: () => 'data' });
    const failure = failures.get(0);
    return entriesReader([
      failure === undefined ? { index: 0, encoded: bytes, code: capsules } : { index: 0, failure },
    ]);
  };
}

/** Work that a call handed over, or one step of it. */
export interface ContinuedRequest {
  readonly kind: JobKind;
  /** Which of the work's functions it runs. */
  readonly position: number;
  readonly reader: InputReader;
  readonly itemKind: ItemKind;
}

/** What differs between jobs that a program makes and those that a call handed over. */
type JobCode = Pick<JobDefinition, 'capsule' | 'code' | 'entry' | 'extraCode'>;

/** What a job runs over, and for whom. */
type JobItems = Pick<JobDefinition, 'reader' | 'itemKind' | 'site'>;

/** Where a job lies, and whether it outlives the program. */
type JobPlace = Pick<PersistedParts, 'address'> & Pick<JobDefinition, 'persistence'>;

/** `M0001` is a map. */
export function kindOf({ jobId }: JobAddress): JobKind {
  return jobId.startsWith('M') ? 'M' : jobId.startsWith('R') ? 'R' : 'A';
}

/** Numbers an executor's jobs and settles everything about them that the configuration and their options decide. */
export class JobFactory {
  readonly #configuration: Configuration;
  readonly #executorId: string;
  readonly #retries: RetryOptions | number | undefined;
  #count = 0;

  constructor(configuration: Configuration, executorId: string, retries: RetryOptions | number | undefined) {
    this.#configuration = configuration;
    this.#executorId = executorId;
    this.#retries = retries ?? configuration.lithops.retries;
  }

  /** @throws {ClosureError} when the function, or something it closes over, cannot travel. */
  fromFunction(request: JobRequest, persisted?: PersistedJobs): Job {
    const { kind, fn, reader, options, site, itemKind = 'value' } = request;
    const { capsule, code } = this.#capture(fn, options);
    const input = typeof reader === 'function' ? reader(code) : reader;
    const whole = { capsule, code, entry: undefined, extraCode: [] };
    const own = this.#own(kind);
    if (persisted === undefined) return this.#make(own, whole, { reader: input, itemKind, site }, options);
    const parts = persisted.add({
      kind,
      functionName: fn.name,
      capsule,
      retries: storedRetries(options.retries ?? this.#retries),
      jobKey: options.jobKey,
      address: own.address,
      source: input,
    });
    return this.#make(parts, whole, { reader: parts.reader, itemKind, site }, options);
  }

  /** A job that another program began. What it was given besides the function is read when it begins. */
  resumed(address: JobAddress, fn: AnyFunction, persisted: PersistedJobs, site: CallSite): Job {
    const { capsule, code } = this.#capture(fn, {});
    const kind = kindOf(address);
    this.#count = Number(address.jobId.slice(1)) + 1;
    const parts = persisted.add({
      kind,
      functionName: fn.name,
      capsule,
      retries: storedRetries(this.#retries),
      jobKey: undefined,
      address,
      source: undefined,
      retryAs: (stored) => (this.#retries === undefined ? new RetryPolicy(stored) : undefined),
    });
    const whole = { capsule, code, entry: undefined, extraCode: [] };
    // Which items they are is known when it begins.
    return this.#make(parts, whole, { reader: parts.reader, itemKind: 'value', site }, {});
  }

  #own(kind: JobKind): JobPlace {
    const jobId = formatJobId(kind, this.#count++);
    return { address: { executorId: this.#executorId, jobId }, persistence: undefined };
  }

  #capture(
    fn: AnyFunction,
    options: MapOptions,
  ): Pick<JobDefinition, 'code'> & { readonly capsule: Capsule } {
    const { mode, worker, lithops } = this.#configuration;
    const { includeModules, excludeModules } = lithops;
    const capsule = capture(fn, {
      includeModules: options.includeModules === undefined ? includeModules : options.includeModules,
      excludeModules: options.excludeModules ?? excludeModules,
      packages: worker.packages,
      // Workers on this machine load native addons from where the program has them; in a container they see none of that.
      natives: mode === 'localhost' && worker.runtime === undefined ? 'external' : 'refuse',
    });
    return { capsule, code: shareOwnClasses(CodeSpace.of(capsule)) };
  }

  /** A job whose function was described inside a call of `parent`: it travels on as it came, never evaluated here. */
  fromContinuation(parent: Job, work: ContinuationWork, request: ContinuedRequest): Job {
    const { kind, position } = request;
    const entry = work.functions[position];
    if (entry === undefined)
      throw invalidArgument('the continuation', 'work with its functions', work.method);
    const { capsule, code, extraCode } = parent.definition;
    const known = new Map([...extraCode, ...work.code].map((part) => [part.hash, part]));
    const whole = { capsule, code, entry, extraCode: [...known.values()] };
    return this.#make(this.#own(kind), whole, request, work.options);
  }

  #make(
    { address: { executorId, jobId: id }, persistence }: JobPlace,
    code: JobCode,
    { reader, itemKind, site }: JobItems,
    options: MapOptions,
  ): Job {
    const { maxWorkers } = this.#configuration.worker;
    return new Job({
      ...code,
      executorId,
      id,
      reader,
      itemKind,
      site,
      persistence,
      timeoutMs: this.#timeoutMs(options),
      env: options.extraEnv ?? {},
      runtimeMemoryMb: options.runtimeMemoryMb,
      chunkSize: options.chunkSize ?? this.#configuration.lithops.chunkSize,
      concurrency: options.concurrency,
      window: {
        size: options.window ?? Math.max(MIN_WINDOW, 2 * (maxWorkers ?? 0)),
        grows: options.window === undefined,
      },
      stopAfterFailures: options.stopAfterFailures,
      retry: new RetryPolicy(options.retries ?? this.#retries),
    });
  }

  /** @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` when the runtime would end first. */
  #timeoutMs({ timeoutMs }: MapOptions): number {
    const { runtimeTimeoutMs } = this.#configuration.worker;
    const { executionTimeoutMs } = this.#configuration.lithops;
    if (timeoutMs === undefined)
      return runtimeTimeoutMs === undefined
        ? executionTimeoutMs
        : Math.min(executionTimeoutMs, callLimitWithin(runtimeTimeoutMs));
    if (runtimeTimeoutMs !== undefined && timeoutMs > runtimeTimeoutMs) {
      throw invalidArgument(
        'timeoutMs',
        `at most the runtime's own limit of ${runtimeTimeoutMs} ms (runtime_timeout)`,
        timeoutMs,
      );
    }
    return timeoutMs;
  }
}
