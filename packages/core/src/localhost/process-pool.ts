import type { HalfKind } from '../plugins/worker-credentials.js';
import type { WorkerHalf } from '../spec/plugin.js';
import { TransportError } from '../spec/transport-error.js';
import { type Deferred, deferred } from '../util/deferred.js';
import { messageOf } from '../util/thrown.js';
import type { NestedRequest } from './nested-requests.js';
import { takeSpareWorker } from './spare-worker.js';
import type { TakeWritten } from './start-worker.js';
import { type ProcessInvocation, WorkerProcess } from './worker-process.js';

export interface PoolTask extends Omit<ProcessInvocation, 'onNested' | 'onWarning'> {
  readonly id: string;
  /** Of the process that runs it; 0: no limit. */
  readonly memoryMb: number;
  readonly signal: AbortSignal;
  /** A worker has it: it waits no longer. */
  onStarted(): void;
}

/** Runs activations on workers of one kind. */
export interface WorkerPool {
  /** Makes them able to run; absent: they always are. */
  start?(signal: AbortSignal): Promise<void>;
  /** @throws {TransportError} when it came to nothing; not before its work is gone. */
  run(task: PoolTask): Promise<Uint8Array<ArrayBuffer>>;
  /** Ends the worker that runs it. */
  cancel(taskId: string): 'stopped' | 'unknown' | Promise<'stopped' | 'unknown'>;
  /** Ends all workers. What they run is lost: its callers were told before. */
  close(): Promise<void>;
}

interface ProcessPoolOptions {
  readonly onWritten?: TakeWritten | undefined;
  /** How the processes reach the executor's store and monitor; `undefined`: by themselves, or not at all. */
  readonly halves?: Readonly<Partial<Record<HalfKind, WorkerHalf | undefined>>> | undefined;
}

/**
 * Worker processes of one executor, kept between jobs. At most `size` are busy, not counting those that wait for nested
 * work: their slots are lent out, so that calls which wait for calls cannot block each other.
 */
export class ProcessPool implements WorkerPool {
  readonly #size: number;
  readonly #workers = new Set<WorkerProcess>();
  readonly #waiting: Deferred<void>[] = [];
  readonly #running = new Map<string, { cancel(): void }>();
  readonly #onWarning: (text: string) => void;
  readonly #onWritten: TakeWritten | undefined;
  readonly #halves: Required<ProcessPoolOptions>['halves'];
  #nestedCount = 0;
  #isClosed = false;

  /**
   * @param onWarning told what a user should know although no call failed by it
   * @param options.onWritten takes what the processes write; `undefined`: that goes where this process' own goes
   */
  constructor(size: number, onWarning: (text: string) => void, options: ProcessPoolOptions = {}) {
    this.#size = size;
    this.#onWarning = onWarning;
    this.#onWritten = options.onWritten;
    this.#halves = options.halves;
  }

  /** @throws {TransportError} */
  async run(task: PoolTask): Promise<Uint8Array<ArrayBuffer>> {
    const worker = await this.#acquire(task);
    if (task.signal.aborted) {
      worker.release();
      this.#serveNext();
      throw task.signal.reason;
    }
    const stop = (): void => worker.stop();
    this.#running.set(task.id, { cancel: stop });
    task.signal.addEventListener('abort', stop, { once: true });
    task.onStarted();
    try {
      const onNested = (request: NestedRequest): void => void this.#runNested(request);
      return await worker.invoke({ ...task, onNested, onWarning: this.#onWarning });
    } finally {
      task.signal.removeEventListener('abort', stop);
      this.#running.delete(task.id);
      this.#serveNext();
    }
  }

  /** Stops the process that runs it. */
  cancel(taskId: string): 'stopped' | 'unknown' {
    const running = this.#running.get(taskId);
    running?.cancel();
    return running === undefined ? 'unknown' : 'stopped';
  }

  async #runNested(request: NestedRequest): Promise<void> {
    this.#serveNext();
    await this.serve(request);
  }

  /** Runs what was asked for over a channel, and answers it. */
  async serve(request: NestedRequest): Promise<void> {
    const { body, signal, memoryMb } = request;
    const task: PoolTask = {
      id: `nested-${this.#nestedCount++}`,
      body,
      memoryMb,
      signal,
      onStarted: () => request.started(),
      onPart: (part) => request.part(part),
      onReturned: (position) => request.returned(position),
      onOutput: (output) => request.output(output),
    };
    try {
      request.reply(await this.run(task));
    } catch (error) {
      request.fail(asTransportError(error));
    }
  }

  async #acquire({ signal, memoryMb }: PoolTask): Promise<WorkerProcess> {
    while (!this.#hasSlot()) await this.#turn(signal);
    if (this.#isClosed) throw new TransportError('rejected', 'The worker pool is closed.');
    try {
      return (this.#idleWorker(memoryMb) ?? this.#startWorker(memoryMb)).reserve();
    } catch (error) {
      // The slot is still free, and those who wait for one are to be told as well.
      this.#serveNext();
      throw error;
    }
  }

  /** Resolves when a slot may be free, or the task is given up. */
  async #turn(signal: AbortSignal): Promise<void> {
    const turn = deferred();
    const giveUp = (): void => {
      const position = this.#waiting.indexOf(turn);
      if (position >= 0) this.#waiting.splice(position, 1);
      turn.resolve();
    };
    if (signal.aborted) throw signal.reason;
    this.#waiting.push(turn);
    signal.addEventListener('abort', giveUp, { once: true });
    await turn.promise;
    signal.removeEventListener('abort', giveUp);
    if (!signal.aborted) return;
    // It may have been woken before it was given up: others wait for that turn.
    this.#serveNext();
    throw signal.reason;
  }

  #hasSlot(): boolean {
    let busy = 0;
    for (const worker of this.#workers) if (worker.isBusy && !worker.isWaiting) busy++;
    return this.#isClosed || busy < this.#size;
  }

  /** The one used last: its caches are warm. */
  #idleWorker(memoryMb: number): WorkerProcess | undefined {
    return [...this.#workers].findLast((worker) => worker.isIdle && worker.memoryMb === memoryMb);
  }

  #startWorker(memoryMb: number): WorkerProcess {
    this.#makeRoom();
    const spare = this.#onWritten === undefined ? takeSpareWorker(memoryMb) : undefined;
    const worker = spare ?? new WorkerProcess(memoryMb, this.#onWritten);
    for (const kind of ['storage', 'monitor'] as const) {
      const half = this.#halves?.[kind];
      if (half !== undefined) worker.handOver(kind, half);
    }
    this.#workers.add(worker);
    void worker.gone.then(() => {
      this.#workers.delete(worker);
      this.#serveNext();
    });
    return worker;
  }

  /** Idle processes with another limit give way: there are never many more processes than slots. */
  #makeRoom(): void {
    const kept = [...this.#workers].filter((worker) => !worker.isEnding);
    if (kept.length >= this.#size) kept.find((worker) => worker.isIdle)?.kill();
  }

  #serveNext(): void {
    if (this.#waiting.length > 0 && this.#hasSlot()) this.#waiting.shift()?.resolve();
  }

  /** Ends all processes. What they run is lost: its callers were told before. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const turn of this.#waiting.splice(0)) turn.resolve();
    await Promise.all([...this.#workers].map((worker) => worker.close()));
  }
}

function asTransportError(error: unknown): TransportError {
  return error instanceof TransportError
    ? error
    : new TransportError('lost', messageOf(error), { cause: error });
}
