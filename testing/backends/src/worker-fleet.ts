import { WorkerProcess, type WorkerTask } from './worker-process.js';

/** A point in the life of an activation at which its process is killed. */
export type KillPoint = 'before' | 'during' | 'after';

/** One activation on a process of the fleet. */
export interface FleetRun {
  /** Resolves when the process has answered and takes other work again, rejects when it has died. */
  readonly reply: Promise<Uint8Array<ArrayBuffer>>;
  /** Resolves when nothing of the activation runs any more. */
  kill(): Promise<void>;
}

/**
 * The machines of a test cloud: processes that stay warm for the next activation. Several backends may share one, as
 * several executors share a deployed function.
 */
export class WorkerFleet {
  readonly #idle: WorkerProcess[] = [];
  readonly #all = new Set<WorkerProcess>();
  #busy = 0;
  #peak = 0;
  #started = 0;

  /** Most activations that ran at the same time since {@link reset}. */
  get peak(): number {
    return this.#peak;
  }

  /** Activations that were begun since {@link reset}. */
  get started(): number {
    return this.#started;
  }

  get busy(): number {
    return this.#busy;
  }

  reset(): void {
    this.#peak = this.#busy;
    this.#started = 0;
  }

  /**
   * `killAt`: `before` the worker gets the task, `during` the user's function (when it first writes to stdout), or `after`
   * it has answered, when the answer is on its way.
   */
  run(task: WorkerTask, killAt?: KillPoint | undefined): FleetRun {
    const worker = this.#take();
    this.#busy++;
    this.#started++;
    this.#peak = Math.max(this.#peak, this.#busy);
    const reply = this.#runOn(worker, task, killAt).finally(() => {
      this.#busy--;
      if (worker.hasExited) this.#all.delete(worker);
      else this.#idle.push(worker);
    });
    return { reply, kill: () => worker.kill() };
  }

  async #runOn(
    worker: WorkerProcess,
    task: WorkerTask,
    killAt: KillPoint | undefined,
  ): Promise<Uint8Array<ArrayBuffer>> {
    if (killAt === 'before') await worker.kill();
    const reply = await worker.run(task, killAt === 'during' ? () => void worker.kill() : undefined);
    if (killAt === undefined) return reply;
    await worker.kill();
    return await worker.run(task);
  }

  #take(): WorkerProcess {
    for (let worker = this.#idle.pop(); worker !== undefined; worker = this.#idle.pop()) {
      if (!worker.hasExited) return worker;
      this.#all.delete(worker);
    }
    const worker = new WorkerProcess();
    this.#all.add(worker);
    return worker;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.kill()));
    this.#all.clear();
    this.#idle.length = 0;
  }
}
