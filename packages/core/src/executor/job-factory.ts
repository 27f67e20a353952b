import { type AnyFunction, CodeSpace, capture } from '@lithops/closure';
import type { Configuration } from '../config/index.js';
import { RetryPolicy } from '../dispatch/retry-policy.js';
import { invalidArgument } from '../errors/invalid-argument.js';
import { entriesReader, type InputReader } from '../job/input.js';
import { Job, type JobDefinition } from '../job/job.js';
import { formatJobId } from '../storage/key-layout.js';
import type { ContinuationWork } from '../wire/index.js';
import { shareOwnClasses } from '../worker/shared-classes.js';
import type { MapOptions, RetryOptions } from './options.js';
import { RUNTIME_MARGIN_MS } from './runtime-spec.js';

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

/** What differs between jobs that a program makes and those that a call handed over. */
type JobCode = Pick<JobDefinition, 'capsule' | 'code' | 'entry' | 'extraCode'>;

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
  fromFunction(kind: JobKind, fn: AnyFunction, reader: ReaderOfJob, options: MapOptions): Job {
    const { mode, worker, lithops } = this.#configuration;
    const { includeModules, excludeModules } = lithops;
    const capsule = capture(fn, {
      includeModules: options.includeModules === undefined ? includeModules : options.includeModules,
      excludeModules: options.excludeModules ?? excludeModules,
      packages: worker.packages,
      // Workers on this machine load native addons from where the program has them; in a container they see none of that.
      natives: mode === 'localhost' && worker.runtime === undefined ? 'external' : 'refuse',
    });
    const code = shareOwnClasses(CodeSpace.of(capsule));
    const input = typeof reader === 'function' ? reader(code) : reader;
    return this.#make(kind, { capsule, code, entry: undefined, extraCode: [] }, input, options);
  }

  /** A job whose function was described inside a call of `parent`: it travels on as it came, never evaluated here. */
  fromContinuation(
    kind: JobKind,
    parent: Job,
    work: ContinuationWork,
    position: number,
    reader: InputReader,
  ): Job {
    const entry = work.functions[position];
    if (entry === undefined)
      throw invalidArgument('the continuation', 'work with its functions', work.method);
    const { capsule, code, extraCode } = parent.definition;
    const known = new Map([...extraCode, ...work.code].map((part) => [part.hash, part]));
    return this.#make(kind, { capsule, code, entry, extraCode: [...known.values()] }, reader, work.options);
  }

  #make(kind: JobKind, code: JobCode, reader: InputReader, options: MapOptions): Job {
    const { maxWorkers } = this.#configuration.worker;
    return new Job({
      ...code,
      executorId: this.#executorId,
      id: formatJobId(kind, this.#count++),
      reader,
      timeoutMs: this.#timeoutMs(options),
      env: options.extraEnv ?? {},
      runtimeMemoryMb: options.runtimeMemoryMb,
      chunkSize: options.chunkSize ?? this.#configuration.lithops.chunkSize,
      concurrency: options.concurrency,
      window: options.window ?? Math.max(MIN_WINDOW, 2 * (maxWorkers ?? 0)),
      stopAfterFailures: options.stopAfterFailures,
      retry: new RetryPolicy(options.retries ?? this.#retries),
    });
  }

  /** @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` when the runtime would end first. */
  #timeoutMs({ timeoutMs }: MapOptions): number {
    const { runtimeTimeoutMs } = this.#configuration.worker;
    const { executionTimeoutMs } = this.#configuration.lithops;
    const most =
      runtimeTimeoutMs === undefined ? undefined : Math.max(1, runtimeTimeoutMs - RUNTIME_MARGIN_MS);
    if (timeoutMs === undefined) return Math.min(executionTimeoutMs, most ?? executionTimeoutMs);
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
