import type { Activation, ActivationReply, InvokeOptions } from './activation.js';
import type { Capabilities } from './capabilities.js';
import type { DoctorFinding } from './doctor.js';
import type { RuntimeHandle, RuntimeRecipe, RuntimeSpec, WorkerBundle } from './runtime.js';
import type { TransportError } from './transport-error.js';

/** Which part of a log to read, and how long to wait for it. */
export interface ReadLogsOptions {
  /** How long to wait for a log that is not whole yet: many come seconds later. Milliseconds. @default 0 */
  readonly waitMs?: number | undefined;
  /** Only what this call wrote, without the words of the platform. @default all that is there */
  readonly call?: { readonly index: number; readonly attempt: number } | undefined;
}

/** What every compute backend does. Optional methods are present when it can; absent → `LITHOPS_UNSUPPORTED`, said by core. */
export interface BackendBase {
  readonly specVersion: 1;
  readonly name: string;
  readonly capabilities: Capabilities;
  /** US dollars for one call of that length (ms) and memory (MB). */
  readonly price?: ((stats: { execMs: number; memoryMb: number }) => number) | undefined;
  /**
   * Idempotent: creates what is missing, updates what differs, waits until it can run. The same spec and worker give the same
   * id, also to those who deploy at once. Rejects when `signal` is aborted.
   */
  deployRuntime(spec: RuntimeSpec, worker: WorkerBundle, signal: AbortSignal): Promise<RuntimeHandle>;
  /**
   * What `deployRuntime` made earlier, by the same settings: for programs that may only invoke. Whether it is there shows when
   * it is invoked.
   */
  findRuntime?(spec: RuntimeSpec, worker: WorkerBundle): Promise<RuntimeHandle>;
  /** Ends connections and workers. Called once; nothing is invoked afterwards. */
  close(): Promise<void>;
  /** Makes the image that `spec.name` names, with the worker in it, and puts it where `deployRuntime` takes it from. */
  buildRuntime?(spec: RuntimeSpec, recipe: RuntimeRecipe, signal: AbortSignal): Promise<void>;
  /** What this user has deployed and built. */
  listRuntimes?(): Promise<readonly RuntimeHandle[]>;
  /** One that `listRuntimes` told of. One that is gone already is as good. */
  deleteRuntime?(runtime: RuntimeHandle): Promise<void>;
  /**
   * As far as `capabilities.cancel` says. `stopped`: it ran, and nothing of it goes on once its `invoke` has ended;
   * `was-queued`: it will never begin; `unknown`: there is none of that id, or it runs and cannot be stopped.
   */
  cancelActivation?(activationId: string): Promise<'stopped' | 'was-queued' | 'unknown'>;
  /**
   * What an activation wrote, by the platform's id of its request, which errors name.
   *
   * @throws {LithopsError} `LITHOPS_LOG_NOT_FOUND` when there is no such log, or not yet
   */
  readLogs?(requestId: string, options?: ReadLogsOptions): Promise<string>;
  /** Deletes all that was deployed and built: by this user, or with `all` by every user of the account. */
  clean?(options: { readonly all: boolean }): Promise<void>;
  /** What `lithops doctor` cannot know: accounts, rights, limits. Reads only, and gives up when `signal` is aborted. */
  doctor?(signal: AbortSignal): Promise<readonly DoctorFinding[]>;
}

/**
 * One `invoke` per activation: FaaS, localhost. Resolves when the platform accepted it (`none`) or answered (`inline`).
 * It only carries: it never retries, never times a call out, never words a user's error.
 */
export interface ActivationBackend extends BackendBase {
  readonly dispatch: 'activation';
  /** @throws {TransportError} whose kind says whether the user's code may have run; anything else counts as `lost`. */
  invoke(activation: Activation, options: InvokeOptions): Promise<ActivationReply>;
}

/** A whole job handed over: Batch, VMs. Outcomes come by the monitor. */
export interface JobBackend extends BackendBase {
  readonly dispatch: 'job';
  /** Submits nothing, and rejects, when `signal` is aborted already. @throws {TransportError} as `invoke` does. */
  submit(job: BatchJob, signal: AbortSignal): Promise<JobHandle>;
}

/** A whole job, for a platform that starts its workers itself. */
export interface BatchJob {
  readonly jobId: string;
  readonly runtime: RuntimeHandle;
  /** How many workers to run; worker `i` of `0 … activations - 1` calls `runActivation` with that index. */
  readonly activations: number;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly timeoutMs: number;
}

/** A job that was handed over. */
export interface JobHandle {
  /** What the platform knows of activations that never reported. Ends when the platform has no more to say. */
  failures(): AsyncIterable<{ readonly activation: number; readonly error: TransportError }>;
  /** Stops those activations. @default all of them */
  cancel(activations?: readonly number[]): Promise<void>;
}

/** A backend of either kind; `dispatch` says which. */
export type ComputeBackend = ActivationBackend | JobBackend;
