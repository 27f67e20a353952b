import { isDeepStrictEqual } from 'node:util';
import type {
  Activation,
  ActivationBackend,
  ActivationReply,
  BackendBase,
  BatchJob,
  ComputeBackend,
  ComputePlugin,
  InvokeOptions,
  JobBackend,
  JobHandle,
  RuntimeHandle,
  RuntimeSpec,
  TransportErrorKind,
  WorkerBundle,
} from '@lithops/core/spec';
import { TransportError } from '@lithops/core/spec';
import { checkFailure, checkHandle, checkReply, checkThrown } from './unconditional.js';
import { withMethods } from './with-methods.js';

/** How one `invoke` ended. */
export type InvocationEnd = { readonly reply: ActivationReply } | { readonly error: unknown };

/** One `invoke` of the backend. */
export interface Invocation {
  readonly activation: Activation;
  readonly ended: Promise<InvocationEnd>;
}

/** One job that was handed over. */
export interface Submission {
  readonly job: BatchJob;
  readonly handle: JobHandle;
  /** What the platform has told so far. */
  readonly failures: { readonly activation: number; readonly error: unknown }[];
  /** Resolves when it has no more to say. */
  readonly ended: Promise<void>;
}

/** An activation that a test sends itself. */
export interface Sending {
  readonly backend: ActivationBackend;
  readonly activation: Activation;
  readonly options: InvokeOptions;
  invoke(activation: Activation, options: InvokeOptions): Promise<ActivationReply>;
}

export type SendInstead = (sending: Sending) => Promise<ActivationReply>;

/**
 * Stands between core and the backend of one program: keeps what goes through, and complains of what no backend may do,
 * whatever is tested.
 */
export class Watch {
  readonly complaints: string[] = [];
  readonly invocations: Invocation[] = [];
  readonly submissions: Submission[] = [];
  /** What was to be deployed, and what came of it. */
  readonly deployments: { readonly spec: RuntimeSpec; readonly worker: WorkerBundle }[] = [];
  readonly runtimes: RuntimeHandle[] = [];
  /** Sends activations in the place of core. */
  sendInstead: SendInstead | undefined;
  #backend: ComputeBackend | undefined;

  /** The backend itself, once the program has opened it. */
  get backend(): ComputeBackend {
    if (this.#backend === undefined) throw new Error('The program has not opened its backend yet.');
    return this.#backend;
  }

  /** What the transport said of an invocation that failed; `undefined`: it did not, or with no error of a transport. */
  async kindOf(invocation: number): Promise<TransportErrorKind | undefined> {
    const end = await this.invocations[invocation]?.ended;
    return end !== undefined && 'error' in end && end.error instanceof TransportError
      ? end.error.kind
      : undefined;
  }

  /** Of the last reply. */
  async repliedBytes(): Promise<number> {
    const end = await this.invocations.at(-1)?.ended;
    return end !== undefined && 'reply' in end ? (end.reply.body?.byteLength ?? 0) : 0;
  }

  /** The same plug-in, whose backends are watched. */
  over(plugin: ComputePlugin): ComputePlugin {
    return {
      ...plugin,
      create: async (sections, context) => {
        const backend = await plugin.create(sections, context);
        this.#backend = backend;
        return backend.dispatch === 'activation' ? this.#overInvoke(backend) : this.#overSubmit(backend);
      },
    };
  }

  #overInvoke(backend: ActivationBackend): ActivationBackend {
    const invoke: Sending['invoke'] = (activation, options) => this.#invoke(backend, activation, options);
    return withMethods(backend, {
      deployRuntime: this.#deploying(backend),
      invoke: (activation, options) =>
        this.sendInstead?.({ backend, activation, options, invoke }) ?? invoke(activation, options),
    });
  }

  #overSubmit(backend: JobBackend): JobBackend {
    return withMethods(backend, {
      deployRuntime: this.#deploying(backend),
      submit: (job, signal) => this.#submit(backend, job, signal),
    });
  }

  #deploying(backend: BackendBase): BackendBase['deployRuntime'] {
    return async (spec, worker, signal) => {
      this.deployments.push({ spec, worker });
      const runtime = await backend.deployRuntime(spec, worker, signal);
      this.#complain(checkHandle(runtime, (got) => isDeepStrictEqual(got, spec)));
      this.runtimes.push(runtime);
      return runtime;
    };
  }

  async #invoke(
    backend: ActivationBackend,
    activation: Activation,
    options: InvokeOptions,
  ): Promise<ActivationReply> {
    let isStarted = false;
    const onStarted = (): void => {
      isStarted = true;
      options.onStarted?.();
    };
    const replied = called(() => backend.invoke(activation, { ...options, onStarted }));
    const ended = replied.then(
      (reply) => ({ reply }),
      (error: unknown) => ({ error }),
    );
    this.invocations.push({ activation, ended });
    try {
      const reply = await replied;
      this.#complain(checkReply(reply, options.reply, backend.capabilities, isStarted));
      return reply;
    } catch (error) {
      this.#complain(checkThrown('invoke', error, options.signal));
      throw error;
    }
  }

  async #submit(backend: JobBackend, job: BatchJob, signal: AbortSignal): Promise<JobHandle> {
    try {
      const handle = await called(() => backend.submit(job, signal));
      return this.#overHandle(job, handle);
    } catch (error) {
      this.#complain(checkThrown('submit', error, signal));
      throw error;
    }
  }

  #overHandle(job: BatchJob, handle: JobHandle): JobHandle {
    const failures: Submission['failures'] = [];
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.submissions.push({ job, handle, failures, ended });
    const told = async function* (this: Watch): ReturnType<JobHandle['failures']> & AsyncGenerator {
      for await (const failure of handle.failures()) {
        failures.push(failure);
        this.#complain(checkFailure(failure, job));
        yield failure;
      }
      end();
    }.bind(this);
    return withMethods(handle, { failures: told });
  }

  #complain(complaint: string | undefined): void {
    if (complaint !== undefined) this.complaints.push(complaint);
  }
}

/** What a method throws before it gives a promise is what the promise rejects with. */
async function called<T>(call: () => Promise<T>): Promise<T> {
  return await call();
}
