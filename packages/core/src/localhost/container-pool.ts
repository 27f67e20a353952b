import { isLithopsError } from '../errors/lithops-error.js';
import { TransportError } from '../spec/transport-error.js';
import { messageOf } from '../util/thrown.js';
import { ContainerAgent, type ContainerListeners } from './container-agent.js';
import { containerCommand } from './container-command.js';
import type { ContainerSettings } from './container-settings.js';
import { OwnOutput } from './own-output.js';
import type { PoolTask, WorkerPool } from './process-pool.js';

interface Running {
  cancel(): void;
  readonly ended: Promise<unknown>;
}

/**
 * Worker processes of one executor in a container of their own. There is one container at a time, started when it is needed:
 * one that has died takes what it ran with it, and what comes next starts another.
 */
export class ContainerPool implements WorkerPool {
  readonly #settings: ContainerSettings;
  readonly #listeners: ContainerListeners;
  readonly #output = new OwnOutput();
  readonly #running = new Map<string, Running>();
  /** The container that runs or is being started. */
  #current: Promise<ContainerAgent> | undefined;
  #agent: ContainerAgent | undefined;
  #isClosed = false;

  /** @param onWarning told what a user should know although no call failed by it */
  constructor(settings: ContainerSettings, onWarning: (text: string) => void) {
    this.#settings = settings;
    this.#listeners = { onWarning, onWritten: (stream, bytes) => this.#output.write(stream, bytes) };
  }

  /** @throws {LithopsError} `LITHOPS_CONTAINER_FAILED`, `LITHOPS_RUNTIME_MISSING`, `LITHOPS_RUNTIME_INCOMPATIBLE` */
  async start(signal: AbortSignal): Promise<void> {
    await unlessAborted(this.#ready(), signal);
  }

  async run(task: PoolTask): Promise<Uint8Array<ArrayBuffer>> {
    const agent = await this.#agentFor(task.signal);
    const abort = new AbortController();
    const cancel = (): void => abort.abort();
    task.signal.addEventListener('abort', cancel, { once: true });
    const result = agent.run({ ...task, signal: abort.signal });
    this.#running.set(task.id, { cancel, ended: result.catch(() => undefined) });
    try {
      return await result;
    } finally {
      task.signal.removeEventListener('abort', cancel);
      this.#running.delete(task.id);
    }
  }

  async cancel(taskId: string): Promise<'stopped' | 'unknown'> {
    const running = this.#running.get(taskId);
    if (running === undefined) return 'unknown';
    running.cancel();
    await running.ended;
    return 'stopped';
  }

  /** An engine that does not answer may come back, an image that is wrong stays wrong. */
  async #agentFor(signal: AbortSignal): Promise<ContainerAgent> {
    try {
      return await unlessAborted(this.#ready(), signal);
    } catch (error) {
      if (error instanceof TransportError) throw error;
      const kind = isLithopsError(error, 'LITHOPS_CONTAINER_FAILED') ? 'unavailable' : 'rejected';
      throw new TransportError(kind, messageOf(error), { cause: error });
    }
  }

  /** The container, started if there is none. */
  #ready(): Promise<ContainerAgent> {
    if (this.#current !== undefined) return this.#current;
    const started = this.#start();
    this.#current = started;
    started.catch(() => {
      if (this.#current === started) this.#current = undefined;
    });
    return started;
  }

  async #start(): Promise<ContainerAgent> {
    this.#checkOpen();
    const command = await containerCommand(this.#settings);
    this.#checkOpen();
    const agent = new ContainerAgent(command, this.#listeners);
    this.#agent = agent;
    void agent.gone.then(() => {
      if (this.#agent !== agent) return;
      this.#agent = undefined;
      this.#current = undefined;
    });
    await agent.ready;
    return agent;
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new TransportError('rejected', 'The worker pool is closed.');
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#agent?.close();
    this.#output.close();
  }
}

/** @throws the signal's reason as soon as it is aborted; the promise goes on. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
