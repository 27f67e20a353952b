import { defineComputePlugin, defineSection } from '../plugins/index.js';
import type { Activation, ActivationReply, InvokeOptions } from '../spec/activation.js';
import type { ActivationBackend } from '../spec/compute-backend.js';
import type { ComputePlugin } from '../spec/plugin.js';
import type { RuntimeHandle, RuntimeSpec } from '../spec/runtime.js';
import { type Deferred, deferred } from '../util/deferred.js';
import type { Channel } from './channel.js';
import { decodeFailure, decodeOutput, decodePosition } from './frame-bodies.js';
import { type Frame, NO_BODY } from './frames.js';
import { LocalhostBackend } from './localhost-backend.js';

interface Pending extends InvokeOptions {
  readonly done: Deferred<Uint8Array<ArrayBuffer>>;
}

/** Executors inside a call run on the pool of the client that runs the call: this asks it, over the worker's own pipe. */
export class ParentBackend implements ActivationBackend {
  readonly specVersion = 1;
  readonly name = 'localhost';
  readonly dispatch = 'activation';
  readonly capabilities = new LocalhostBackend(PARENT_SLOTS).capabilities;
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  #ids = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  async deployRuntime(spec: RuntimeSpec): Promise<RuntimeHandle> {
    return { id: 'localhost', spec };
  }

  async invoke({ id: requestId, body }: Activation, options: InvokeOptions): Promise<ActivationReply> {
    const id = this.#ids++;
    const done = deferred<Uint8Array<ArrayBuffer>>();
    this.#pending.set(id, { ...options, done });
    const cancel = (): void => this.#channel.send({ type: 'cancel', id, body: NO_BODY });
    options.signal.addEventListener('abort', cancel, { once: true });
    this.#channel.send({ type: 'invoke', id, body });
    try {
      return { requestId, body: await done.promise };
    } finally {
      options.signal.removeEventListener('abort', cancel);
      this.#pending.delete(id);
    }
  }

  /** Takes the frames that answer nested activations. */
  take({ type, id, body }: Frame): void {
    const pending = this.#pending.get(id);
    if (type === 'started') pending?.onStarted?.();
    else if (type === 'part') pending?.onPart?.(body);
    else if (type === 'returned') pending?.onReturned?.(decodePosition(body));
    else if (type === 'output') pending?.onOutput?.(decodeOutput(body));
    else if (type === 'reply') pending?.done.resolve(body);
    else if (type === 'failure') pending?.done.reject(decodeFailure(body));
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
