import { defineComputePlugin, defineSection } from '../plugins/index.js';
import type { Activation, ActivationReply, InvokeOptions } from '../spec/activation.js';
import type { ActivationBackend } from '../spec/compute-backend.js';
import type { ComputePlugin } from '../spec/plugin.js';
import type { RuntimeHandle, RuntimeSpec } from '../spec/runtime.js';
import type { Channel } from './channel.js';
import type { Frame } from './frames.js';
import { localhostCapabilities } from './localhost-capabilities.js';
import { RemoteActivations } from './remote-activations.js';

/** Executors inside a call run on the pool of the client that runs the call: this asks it, over the worker's own pipe. */
export class ParentBackend implements ActivationBackend {
  readonly specVersion = 1;
  readonly name = 'localhost';
  readonly dispatch = 'activation';
  readonly capabilities = localhostCapabilities(PARENT_SLOTS, true);
  readonly #activations: RemoteActivations;

  constructor(channel: Channel) {
    this.#activations = new RemoteActivations((frame) => channel.send(frame));
  }

  async deployRuntime(spec: RuntimeSpec): Promise<RuntimeHandle> {
    return { id: 'localhost', spec };
  }

  async invoke({ id: requestId, body }: Activation, options: InvokeOptions): Promise<ActivationReply> {
    return { requestId, body: await this.#activations.run(body, options) };
  }

  /** Takes the frames that answer nested activations. */
  take(frame: Frame): void {
    this.#activations.take(frame);
  }

  /** All executors of this process share it; each cancels its own work before it closes. */
  async close(): Promise<void> {}
}

/** How many activations a nested executor sends at once; the client's pool decides how many of them run. */
const PARENT_SLOTS = 16;

/** The plug-in that executors inside calls of this process get. */
export function parentPlugin(backend: ParentBackend): ComputePlugin {
  return defineComputePlugin({
    name: 'localhost',
    section: defineSection({}),
    worker: new URL(import.meta.url),
    create: () => backend,
  })({});
}
