import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { failureOf } from '@lithops/aws';
import type { PluginContext } from '@lithops/core/spec';
import { codeIn } from './code-source.js';
import { alwaysChanged, cannotBe, refusalOf, roleError, tooLong } from './deployment-error.js';
import { type FunctionPlan, hasCode, isConfigured } from './function-plan.js';

/** Between looks at a function that is not ready, milliseconds: first and longest. */
const PAUSE_MS = { first: 250, longest: 5000 };
/** How often one deployment makes the same change. */
const MOST_CHANGES = 5;

/** How long is waited for what may still come, milliseconds. */
interface Patience {
  /** A new function, in a VPC even. */
  readonly readyMs: number;
  /** A service that is busy, or clients that change the same function. */
  readonly busyMs: number;
  /** A new role. */
  readonly roleMs: number;
}

const PATIENCE: Patience = { readyMs: 10 * 60_000, busyMs: 2 * 60_000, roleMs: 30_000 };

/** What may be missing. */
type Step = 'create' | 'replace' | 'code' | 'configuration';

/**
 * Makes a function be what is planned and waits until it can run: looks, then creates, mends or just takes it, and looks
 * again, until there is nothing to do. Whatever others do to it meanwhile is seen by the next look.
 */
export class Deployment {
  readonly #client: LambdaClient;
  readonly #plan: FunctionPlan;
  readonly #signal: AbortSignal;
  readonly #log: PluginContext['log'];
  readonly #patience: Patience;
  readonly #startedMs = performance.now();
  /** When it last got further, or was told to wait. */
  #progressMs = this.#startedMs;
  readonly #made = new Map<Step, number>();
  #pauseMs = PAUSE_MS.first;
  #wasTold = false;

  constructor(
    client: LambdaClient,
    plan: FunctionPlan,
    signal: AbortSignal,
    log: PluginContext['log'],
    patience: Patience = PATIENCE,
  ) {
    this.#client = client;
    this.#plan = plan;
    this.#signal = signal;
    this.#log = log;
    this.#patience = patience;
  }

  /** @returns whether it made the function */
  async run(): Promise<'made' | 'found'> {
    const { code } = this.#plan;
    try {
      return await this.#untilReady();
    } finally {
      if (code.kind === 'zip') await code.archive.forget();
    }
  }

  async #untilReady(): Promise<'made' | 'found'> {
    for (;;) {
      const found = await this.#try(() => this.#look());
      if (found === 'later') continue;
      const step = this.#next(found);
      if (step === 'ready') return this.#made.has('create') ? 'made' : 'found';
      if (step === 'wait') await this.#wait(found);
      else await this.#try(() => this.#make(step));
    }
  }

  #next(found: FunctionConfiguration | undefined): Step | 'wait' | 'ready' {
    if (found === undefined) return 'create';
    const wasChangedHere = this.#made.size > 0;
    const isFailed = found.State === 'Failed' || found.LastUpdateStatus === 'Failed';
    if (isFailed && wasChangedHere) throw cannotBe(this.#plan, found);
    if (found.State === 'Failed') return 'replace';
    const isBusy = found.State === 'Pending' || found.LastUpdateStatus === 'InProgress';
    if (isBusy) return 'wait';
    if (!hasCode(found, this.#plan)) return 'code';
    return isConfigured(found, this.#plan) && !isFailed ? 'ready' : 'configuration';
  }

  async #look(): Promise<FunctionConfiguration | undefined> {
    try {
      return await this.#client.send(new GetFunctionConfigurationCommand({ FunctionName: this.#plan.name }), {
        abortSignal: this.#signal,
      });
    } catch (error) {
      if (failureOf(error).code === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  }

  /** What could not be done yet, the next look finds. */
  async #try<T>(work: () => Promise<T>): Promise<T | 'later'> {
    try {
      return await work();
    } catch (error) {
      const failure = failureOf(error);
      const refusal = refusalOf(failure);
      const patienceMs = { busy: this.#patience.busyMs, role: this.#patience.roleMs, final: 0 }[refusal];
      if (this.#signal.aborted || performance.now() - this.#progressMs >= patienceMs)
        throw roleError(error, failure, this.#plan) ?? error;
      if (refusal === 'role') this.#tell(failure.message);
      await this.#pause();
      return 'later';
    }
  }

  async #make(step: Step): Promise<void> {
    const times = this.#made.get(step) ?? 0;
    if (times >= MOST_CHANGES) throw alwaysChanged(this.#plan);
    await this.#send(step);
    // Whose it was that failed, nobody knows: what is created in its place is the first change.
    if (step !== 'replace') this.#made.set(step, times + 1);
    this.#progressMs = performance.now();
  }

  #tell(words: string): void {
    if (this.#wasTold) return;
    this.#wasTold = true;
    const { roleMs } = this.#patience;
    this.#log.warn(
      `Lambda refuses the role ${this.#plan.configuration.Role} (${words}) A new role takes some seconds to be known: trying for ${roleMs / 1000} s.`,
    );
  }

  async #send(step: Step): Promise<void> {
    const { name, code, configuration, architectures, tags } = this.#plan;
    const options = { abortSignal: this.#signal };
    const target = { FunctionName: name };
    switch (step) {
      case 'create': {
        const request = { ...target, ...configuration, Architectures: architectures, Tags: tags };
        const command = new CreateFunctionCommand({
          ...request,
          PackageType: code.kind === 'image' ? 'Image' : 'Zip',
          Code: await codeIn(code),
          Description: DESCRIPTION,
        });
        await this.#client.send(command, options);
        return;
      }
      case 'replace':
        await this.#client.send(new DeleteFunctionCommand(target), options);
        return;
      case 'code': {
        const request = { ...target, ...(await codeIn(code)), Architectures: architectures };
        await this.#client.send(new UpdateFunctionCodeCommand(request), options);
        return;
      }
      case 'configuration':
        await this.#client.send(
          new UpdateFunctionConfigurationCommand({ ...target, ...configuration }),
          options,
        );
        return;
    }
  }

  async #wait(found: FunctionConfiguration | undefined): Promise<void> {
    const { readyMs } = this.#patience;
    if (performance.now() - this.#startedMs > readyMs) throw tooLong(this.#plan, found, readyMs);
    await this.#pause();
    this.#progressMs = performance.now();
  }

  async #pause(): Promise<void> {
    await pause(this.#pauseMs, undefined, { signal: this.#signal });
    this.#pauseMs = Math.min(this.#pauseMs * 1.5, PAUSE_MS.longest);
  }
}

const DESCRIPTION = 'Worker of Lithops for Node.js';
