import { availableParallelism } from 'node:os';
import { isPythonRuntime } from '../config/python-keys.js';
import { LithopsError } from '../errors/lithops-error.js';
import { defineComputePlugin, defineSection } from '../plugins/index.js';
import type { Activation, ActivationReply, InvokeOptions } from '../spec/activation.js';
import type { Capabilities } from '../spec/capabilities.js';
import type { ActivationBackend } from '../spec/compute-backend.js';
import type { RuntimeHandle, RuntimeSpec, WorkerBundle } from '../spec/runtime.js';
import { ContainerPool } from './container-pool.js';
import { localhostCapabilities } from './localhost-capabilities.js';
import { ProcessPool, type WorkerPool } from './process-pool.js';

/** Worker processes on this machine: its own, or those in a container. */
export class LocalhostBackend implements ActivationBackend {
  readonly specVersion = 1;
  readonly name = 'localhost';
  readonly dispatch = 'activation';
  readonly capabilities: Capabilities;
  readonly #pool: WorkerPool;

  constructor(pool: WorkerPool, capabilities: Capabilities) {
    this.#pool = pool;
    this.capabilities = capabilities;
  }

  /** Workers start from core's own files, so that nothing has to be deployed, but a container may have to be started. */
  async deployRuntime(spec: RuntimeSpec, _worker: WorkerBundle, signal: AbortSignal): Promise<RuntimeHandle> {
    signal.throwIfAborted();
    await this.#pool.start?.(signal);
    return { id: spec.name ?? 'localhost', spec };
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

/** The image has not the plug-in's files. */
function noMonitorInContainers(monitor: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message: `Expected a monitor that workers in a container can reach (direct, storage), got "${monitor}": leave out "localhost.runtime", or set monitoring to one of those.`,
  });
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
      doc: 'Worker processes at once, and so calls at once; `AUTO`: as many as there are cores',
    },
    runtime: {
      type: 'string',
      doc: 'Container image in which the workers run, with Node.js 20.19 or newer; unset: they run on this machine itself',
    },
    container_engine: {
      type: 'string',
      doc: 'Name or path of docker or podman; unset: docker, else podman, as `PATH` has them',
    },
    container_engine_args: {
      type: 'string[]',
      default: [],
      doc: 'Arguments of the engine itself, before `run`',
    },
    container_args: {
      type: 'string[]',
      default: [],
      doc: 'More arguments of `run`: volumes, GPUs, limits, networks',
    },
    runtime_memory: {
      type: 'number',
      unit: 'MB',
      above: 0,
      doc: 'Memory of one worker process, all that it has included; unset: no limit',
    },
  }),
  worker: new URL('./localhost-worker.cjs', import.meta.url),
  create: (section, { log, storage, monitor }) => {
    const { worker_processes, runtime } = section;
    const processes = worker_processes === 'AUTO' ? availableParallelism() : worker_processes;
    const onWarning = (text: string): void => log.warn(text);
    if (runtime === undefined || isPythonRuntime(runtime)) {
      return new LocalhostBackend(
        new ProcessPool(processes, onWarning, { halves: { storage, monitor } }),
        localhostCapabilities(processes, true),
      );
    }
    if (monitor !== undefined) throw noMonitorInContainers(monitor.plugin);
    const settings = {
      image: runtime,
      processes,
      engine: section.container_engine,
      engineArguments: section.container_engine_args,
      containerArguments: section.container_args,
    };
    return new LocalhostBackend(
      new ContainerPool(settings, onWarning),
      localhostCapabilities(processes, false),
    );
  },
});
