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
import { LithopsError } from '@lithops/core';
import { codeIn } from './code-source.js';
import { type FunctionPlan, hasCode, isConfigured } from './function-plan.js';

/** Between looks at a function that is not ready, milliseconds: first and longest. */
const PAUSE_MS = { first: 250, longest: 5000 };
/** How long a new function, in a VPC even, or a new role may take, milliseconds. */
const PATIENCE_MS = 10 * 60_000;
const ROLE_PATIENCE_MS = 60_000;

/**
 * Makes a function be what is planned and waits until it can run: looks, then creates, mends or just takes it, and looks
 * again, until there is nothing to do. Whatever others do to it meanwhile is seen by the next look.
 */
export class Deployment {
  readonly #client: LambdaClient;
  readonly #plan: FunctionPlan;
  readonly #signal: AbortSignal;
  readonly #startedMs = performance.now();
  #pauseMs = PAUSE_MS.first;
  #isMade = false;
  #hasNewCode = false;

  constructor(client: LambdaClient, plan: FunctionPlan, signal: AbortSignal) {
    this.#client = client;
    this.#plan = plan;
    this.#signal = signal;
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
      const found = await this.#look();
      const step = this.#next(found);
      if (step === 'ready') return this.#isMade ? 'made' : 'found';
      if (step === 'wait') await this.#wait(found);
      else await this.#do(step);
    }
  }

  #next(
    found: FunctionConfiguration | undefined,
  ): 'create' | 'wait' | 'replace' | 'code' | 'configuration' | 'ready' {
    if (found === undefined) return 'create';
    if (found.State === 'Failed') {
      if (this.#isMade) throw failed(this.#plan.name, found.StateReason);
      return 'replace';
    }
    const isBusy = found.State === 'Pending' || found.LastUpdateStatus === 'InProgress';
    if (isBusy) return 'wait';
    if (!hasCode(found, this.#plan)) {
      if (this.#hasNewCode && found.LastUpdateStatus === 'Failed')
        throw failed(this.#plan.name, found.LastUpdateStatusReason);
      return 'code';
    }
    return isConfigured(found, this.#plan) && found.LastUpdateStatus !== 'Failed' ? 'ready' : 'configuration';
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
  async #do(step: 'create' | 'replace' | 'code' | 'configuration'): Promise<void> {
    try {
      await this.#send(step);
    } catch (error) {
      if (!this.#isPassing(error)) throw error;
      await this.#wait(undefined, error);
    }
  }

  async #send(step: 'create' | 'replace' | 'code' | 'configuration'): Promise<void> {
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
        this.#isMade = true;
        return;
      }
      case 'replace':
        await this.#client.send(new DeleteFunctionCommand(target), options);
        return;
      case 'code': {
        const request = { ...target, ...(await codeIn(code)), Architectures: architectures };
        await this.#client.send(new UpdateFunctionCodeCommand(request), options);
        this.#hasNewCode = true;
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

  /** Another client was quicker, somebody deleted it, or the role is so new that Lambda does not know it yet. */
  #isPassing(error: unknown): boolean {
    const { code, message } = failureOf(error);
    if (code === 'ResourceConflictException' || code === 'ResourceNotFoundException') return true;
    const isRole = code === 'InvalidParameterValueException' && /cannot be assumed by Lambda/.test(message);
    return isRole && this.#passedMs < ROLE_PATIENCE_MS;
  }

  get #passedMs(): number {
    return performance.now() - this.#startedMs;
  }

  async #wait(found: FunctionConfiguration | undefined, error?: unknown): Promise<void> {
    if (this.#passedMs > PATIENCE_MS) throw error ?? tooLong(this.#plan.name, found);
    await pause(this.#pauseMs, undefined, { signal: this.#signal });
    this.#pauseMs = Math.min(this.#pauseMs * 1.5, PAUSE_MS.longest);
  }
}

const DESCRIPTION = 'Worker of Lithops for Node.js';

/** What it is made of cannot run: another try would end the same. */
function failed(name: string, reason: string | undefined): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_SERVICE_FAILED',
    message: `Expected Lambda to make the function ${name}, got: ${reason ?? 'it failed, without a reason'}`,
  });
}

function tooLong(name: string, found: FunctionConfiguration | undefined): LithopsError {
  const state = `state ${found?.State}, last update ${found?.LastUpdateStatus}`;
  const reason = found?.StateReason ?? found?.LastUpdateStatusReason;
  return new LithopsError({
    code: 'LITHOPS_SERVICE_UNAVAILABLE',
    message: `Expected the function ${name} to be ready within ${PATIENCE_MS / 60_000} minutes, got ${state}${reason === undefined ? '' : `: ${reason}`}.`,
    isRetryable: true,
  });
}
