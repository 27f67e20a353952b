import { availableParallelism } from 'node:os';
import { LithopsError } from '../errors/lithops-error.js';
import { defineComputePlugin, defineSection } from '../plugins/index.js';
import type { Activation, ActivationReply, InvokeOptions } from '../spec/activation.js';
import type { Capabilities } from '../spec/capabilities.js';
import type { ActivationBackend } from '../spec/compute-backend.js';
import type { RuntimeHandle, RuntimeSpec } from '../spec/runtime.js';
import { ProcessPool } from './process-pool.js';
import { MAX_WATCHED_CALLS } from './watched-calls.js';

/** A frame's length is a u32. */
const MAX_BODY_BYTES = 2 ** 32 - 1;

/** Worker processes on this machine. Everything streams, so a call's outcome is here as soon as it has ended. */
export class LocalhostBackend implements ActivationBackend {
  readonly specVersion = 1;
  readonly name = 'localhost';
  readonly dispatch = 'activation';
  readonly capabilities: Capabilities;
  readonly #pool: ProcessPool;

  /**
   * @param processes calls at once
   * @param onWarning told what a user should know although no call failed by it
   */
  constructor(processes: number, onWarning: (text: string) => void = () => undefined) {
    this.#pool = new ProcessPool(processes, onWarning);
    this.capabilities = {
      replies: ['inline', 'none'],
      maxPayloadBytes: { inline: MAX_BODY_BYTES, none: MAX_BODY_BYTES },
      maxReplyBytes: MAX_BODY_BYTES,
      maxCallsPerActivation: MAX_WATCHED_CALLS,
      streamsReplies: true,
      tellsStart: true,
      defaultMaxWorkers: processes,
      cancel: 'running',
      logs: true,
      sharesClientFilesystem: true,
    };
  }

  /** Nothing to deploy: workers start from core's own files. */
  async deployRuntime(spec: RuntimeSpec): Promise<RuntimeHandle> {
    return { id: 'localhost', spec };
  }

  async invoke(activation: Activation, options: InvokeOptions): Promise<ActivationReply> {
    const { id, body, runtime } = activation;
    const { signal, onPart = ignore, onStarted = ignore, onReturned = ignore, onOutput = ignore } = options;
    const { memoryMb } = runtime.spec;
    const task = { id, body, memoryMb, signal, onPart, onStarted, onReturned, onOutput };
    return { requestId: id, body: await this.#pool.run(task) };
  }

  async cancelActivation(activationId: string): Promise<'stopped' | 'unknown'> {
    return this.#pool.cancel(activationId);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

function ignore(): void {}

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
      doc: 'Memory of one worker process. Default: no limit.',
    },
  }),
  worker: new URL('./localhost-worker.cjs', import.meta.url),
  create: ({ worker_processes, runtime }, { log }) => {
    if (runtime !== undefined) throw noContainers(runtime);
    const processes = worker_processes === 'AUTO' ? availableParallelism() : worker_processes;
    return new LocalhostBackend(processes, (text) => log.warn(text));
  },
});

function noContainers(runtime: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message: `Expected no runtime on localhost, got the container image "${runtime}": workers of this version are processes. Leave runtime out.`,
  });
}
