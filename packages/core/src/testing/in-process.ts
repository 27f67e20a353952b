import { availableParallelism } from 'node:os';
import { defineComputePlugin, defineSection } from '../plugins/index.js';
import type { Activation, ActivationReply, InvokeOptions } from '../spec/activation.js';
import type { Capabilities } from '../spec/capabilities.js';
import type { ActivationBackend } from '../spec/compute-backend.js';
import type { ComputePlugin } from '../spec/plugin.js';
import type { RuntimeHandle, RuntimeSpec } from '../spec/runtime.js';
import { runActivation } from '../worker/run-activation.js';
import { makeHost } from '../worker/standard-host.js';

/** What the workers of {@link inProcess} are like. */
export interface InProcessOptions {
  /** Calls at once. @default the number of cores */
  readonly maxWorkers?: number | undefined;
  /** What calls cost, for tests of what is made of that. @default nothing */
  readonly prices?: { readonly usdPerCall: number } | undefined;
}

/**
 * A backend for tests of user code: the same dispatcher, values copied by the real codec, and the function run where it
 * stands, so that mocks, coverage and breakpoints work.
 *
 * @example
 * import { FunctionExecutor } from '@lithops/core';
 * import { inProcess, memoryStorage } from '@lithops/core/testing';
 *
 * await using exec = new FunctionExecutor({ backend: inProcess(), storage: memoryStorage() });
 */
export function inProcess(options: InProcessOptions = {}): ComputePlugin {
  const plugin: ComputePlugin = defineComputePlugin({
    name: 'in-process',
    section: defineSection({}),
    worker: new URL(import.meta.url),
    create: () => new InProcessBackend(options, plugin),
  })({});
  return plugin;
}

class InProcessBackend implements ActivationBackend {
  readonly specVersion = 1;
  readonly name = 'in-process';
  readonly dispatch = 'activation';
  readonly capabilities: Capabilities;
  readonly price: (() => number) | undefined;
  readonly #host;
  readonly #running = new Map<string, AbortController>();

  constructor({ maxWorkers = availableParallelism(), prices }: InProcessOptions, plugin: ComputePlugin) {
    this.#host = makeHost(() => plugin, true);
    this.price = prices === undefined ? undefined : () => prices.usdPerCall;
    this.capabilities = {
      replies: ['inline', 'none'],
      maxPayloadBytes: { inline: Number.MAX_SAFE_INTEGER, none: Number.MAX_SAFE_INTEGER },
      maxReplyBytes: Number.MAX_SAFE_INTEGER,
      maxCallsPerActivation: 1024,
      streamsReplies: true,
      defaultMaxWorkers: maxWorkers,
      cancel: 'running',
      logs: false,
      sharesClientFilesystem: true,
    };
  }

  async deployRuntime(spec: RuntimeSpec): Promise<RuntimeHandle> {
    return { id: this.name, spec };
  }

  async invoke(
    { id, body, deadlineEpochMs }: Activation,
    { signal, onPart }: InvokeOptions,
  ): Promise<ActivationReply> {
    const abort = new AbortController();
    // Not AbortSignal.any: with a listener on it, Node.js 20 keeps such a signal for ever.
    const giveUp = (): void => abort.abort(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    this.#running.set(id, abort);
    try {
      const reply = await runActivation(body, {
        signal: abort.signal,
        deadlineEpochMs,
        onPart,
        host: this.#host,
      });
      return { requestId: id, body: reply };
    } finally {
      this.#running.delete(id);
      signal.removeEventListener('abort', giveUp);
    }
  }

  async cancelActivation(id: string): Promise<'stopped' | 'unknown'> {
    const running = this.#running.get(id);
    running?.abort();
    return running === undefined ? 'unknown' : 'stopped';
  }

  async close(): Promise<void> {
    for (const running of this.#running.values()) running.abort();
  }
}
