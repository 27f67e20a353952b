// #region capabilities
import { createHash, randomUUID } from 'node:crypto';
import type {
  Activation,
  ActivationBackend,
  ActivationReply,
  Capabilities,
  InvokeOptions,
  RuntimeHandle,
  RuntimeSpec,
  WorkerBundle,
} from '@lithops/core/spec';
import { send, type WorkerServer } from './send.js';

const MAX_BYTES = 64 * 1024 * 1024;
const STOP_MS = 10_000;

/** One HTTP request per activation, answered with its reply when the worker is done. */
export class HttpBackend implements ActivationBackend {
  readonly specVersion = 1;
  readonly name = 'http';
  readonly dispatch = 'activation';
  readonly capabilities: Capabilities = {
    replies: ['inline'],
    maxPayloadBytes: { inline: MAX_BYTES, none: 0 },
    maxReplyBytes: MAX_BYTES,
    maxCallsPerActivation: 100,
    defaultMaxWorkers: 8,
    cancel: 'running',
    logs: false,
    uploadsWorker: true,
    sharesClientFilesystem: false,
  };
  // #endregion capabilities

  // #region state
  readonly #server: WorkerServer;
  readonly #environment: Readonly<Record<string, string>>;
  /** The server's id of each activation that runs: other clients have activations called the same. */
  readonly #requests = new Map<string, string>();

  constructor(server: WorkerServer, environment: Readonly<Record<string, string>>) {
    this.#server = server;
    this.#environment = environment;
  }
  // #endregion state

  // #region deploy
  async deployRuntime(spec: RuntimeSpec, worker: WorkerBundle, signal: AbortSignal): Promise<RuntimeHandle> {
    const environment = this.#environment;
    // Workers with other credentials are another runtime, though their code is the same.
    const identity = JSON.stringify([spec.hash, environment]);
    const id = createHash('sha256').update(identity).digest('hex');
    const deployed = await send(this.#server, 'GET', '/runtimes', { signal });
    if (!Buffer.from(deployed).includes(id)) {
      const zip = Buffer.from(await worker.zip()).toString('base64');
      const { memoryMb, timeoutMs } = spec;
      const body = JSON.stringify({ zip, entry: worker.entry, memoryMb, timeoutMs, environment });
      await send(this.#server, 'PUT', `/runtimes/${id}`, { body, signal });
    }
    return { id, spec };
  }
  // #endregion deploy

  // #region invoke
  async invoke(activation: Activation, { signal }: InvokeOptions): Promise<ActivationReply> {
    const { id, runtime, body, deadlineEpochMs } = activation;
    const requestId = randomUUID();
    const path = `/activations/${requestId}?runtime=${runtime.id}&deadline=${deadlineEpochMs}`;
    this.#requests.set(id, requestId);
    try {
      return { requestId, body: await send(this.#server, 'POST', path, { body, signal }) };
    } catch (error) {
      // The dispatcher gives the slot to other calls as soon as this rejects: nothing may run in it any more.
      if (signal.aborted) await this.cancelActivation(id);
      throw error;
    } finally {
      this.#requests.delete(id);
    }
  }
  // #endregion invoke

  // #region cancel
  async cancelActivation(id: string): Promise<'stopped' | 'unknown'> {
    const requestId = this.#requests.get(id);
    if (requestId === undefined) return 'unknown';
    const signal = AbortSignal.timeout(STOP_MS);
    await send(this.#server, 'DELETE', `/activations/${requestId}`, { signal });
    return 'stopped';
  }

  async close(): Promise<void> {
    await Promise.all([...this.#requests.keys()].map((id) => this.cancelActivation(id)));
  }
  // #endregion cancel
}
