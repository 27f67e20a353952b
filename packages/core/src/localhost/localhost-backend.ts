import { availableParallelism } from 'node:os';
import { LithopsError } from '../errors/lithops-error.js';
import { defineComputePlugin, defineSection } from '../plugins/index.js';
import type { Activation, ActivationReply, InvokeOptions } from '../spec/activation.js';
import type { Capabilities } from '../spec/capabilities.js';
import type { ActivationBackend } from '../spec/compute-backend.js';
import type { RuntimeHandle, RuntimeSpec } from '../spec/runtime.js';
import { ProcessPool } from './process-pool.js';

/** A frame's length is a u32. */
const MAX_BODY_BYTES = 2 ** 32 - 1;
const MAX_CALLS = 4096;

/** Worker processes on this machine. Everything streams, so a call's outcome is here as soon as it has ended. */
export class LocalhostBackend implements ActivationBackend {
  readonly specVersion = 1;
  readonly name = 'localhost';
  readonly dispatch = 'activation';
  readonly capabilities: Capabilities;
  readonly #pool: ProcessPool;

  /** @param processes calls at once */
  constructor(processes: number) {
    this.#pool = new ProcessPool(processes);
    this.capabilities = {
      replies: ['inline', 'none'],
      maxPayloadBytes: { inline: MAX_BODY_BYTES, none: MAX_BODY_BYTES },
      maxReplyBytes: MAX_BODY_BYTES,
      maxCallsPerActivation: MAX_CALLS,
      streamsReplies: true,
      defaultMaxWorkers: processes,
      cancel: 'running',
      logs: false,
      sharesClientFilesystem: true,
    };
  }

  /** Nothing to deploy: workers start from core's own files. */
  async deployRuntime(spec: RuntimeSpec): Promise<RuntimeHandle> {
    return { id: 'localhost', spec };
  }

  async invoke(activation: Activation, { signal, onPart }: InvokeOptions): Promise<ActivationReply> {
    const { id, body, deadlineEpochMs, runtime } = activation;
    const { memoryMb } = runtime.spec;
    const task = { id, body, deadlineEpochMs, memoryMb, signal, onPart: onPart ?? (() => undefined) };
    return { requestId: id, body: await this.#pool.run(task) };
  }

  async cancelActivation(activationId: string): Promise<'stopped' | 'unknown'> {
    return this.#pool.cancel(activationId);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** `backend: localhost`: this machine, all cores unless told otherwise. */
export const localhost = defineComputePlugin({
  name: 'localhost',
  section: defineSection({
    worker_processes: {
      type: 'number',
      or: ['AUTO'],
      integer: true,
      minimum: 1,
      default: 'AUTO',
      doc: 'Worker processes at once; AUTO: as many as there are cores.',
    },
    runtime: { type: 'string', doc: 'Container image for the workers.' },
    runtime_memory: {
      type: 'number',
      unit: 'MB',
      above: 0,
      doc: 'Heap of one worker process. Default: no limit.',
    },
  }),
  worker: new URL('./localhost-worker.cjs', import.meta.url),
  create: ({ worker_processes, runtime }) => {
    if (runtime !== undefined) throw noContainers(runtime);
    return new LocalhostBackend(worker_processes === 'AUTO' ? availableParallelism() : worker_processes);
  },
});

function noContainers(runtime: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message: `Expected no runtime on localhost, got the container image "${runtime}": workers of this version are processes. Leave runtime out.`,
  });
}
