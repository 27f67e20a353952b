import { type BatchJob, type JobHandle, TransportError } from '@lithops/core/spec';
import { Channel } from './channel.js';
import type { Fault, Faults } from './faults.js';
import { deathOf, killPointOf } from './transport.js';
import type { FleetRun, WorkerFleet } from './worker-fleet.js';

interface Failure {
  readonly activation: number;
  readonly error: TransportError;
}

/** One array job of the batch backend: children wait, run, and end; those that fail are told of. */
export class ArrayJob implements JobHandle {
  readonly #job: BatchJob;
  readonly #fleet: WorkerFleet;
  readonly #faults: Faults;
  readonly #onChange: () => void;
  readonly #waiting: number[];
  readonly #running = new Map<number, FleetRun>();
  readonly #cancelled = new Set<number>();
  readonly #failures = new Channel<Failure>();

  constructor(job: BatchJob, fleet: WorkerFleet, faults: Faults, onChange: () => void) {
    this.#job = job;
    this.#fleet = fleet;
    this.#faults = faults;
    this.#onChange = onChange;
    this.#waiting = Array.from({ length: job.activations }, (_, index) => index);
  }

  get runningCount(): number {
    return this.#running.size;
  }

  get isOver(): boolean {
    return this.#waiting.length === 0 && this.#running.size === 0;
  }

  /** Starts the next child that waits. @returns whether there was one. */
  startNext(): boolean {
    const activation = this.#waiting.shift();
    if (activation === undefined) return false;
    const fault = this.#faults.draw();
    if (fault === 'never-start')
      this.#fail(activation, new TransportError('lost', 'Host EC2 (instance i-0) terminated.'));
    const isRun = fault !== 'never-start' && fault !== 'no-word';
    void (isRun ? this.#run(activation, fault) : Promise.resolve()).then(() => {
      this.#onChange();
      this.#endIfOver();
    });
    return true;
  }

  async #run(activation: number, fault: Fault | undefined): Promise<void> {
    const { body } = this.#job;
    const task = { body: fault === 'garbage' ? body.slice(0, 7) : body, activation };
    const run = this.#fleet.run(task, killPointOf(fault));
    this.#running.set(activation, run);
    if (fault === 'lose-reply')
      this.#fail(activation, new TransportError('lost', 'The host is unreachable.'));
    const again = fault === 'answer-twice' ? this.#fleet.run(task) : undefined;
    try {
      await run.reply;
    } catch (error) {
      if (!this.#cancelled.has(activation)) this.#fail(activation, deathOf(error, fault));
    }
    await again?.reply;
    this.#running.delete(activation);
  }

  #fail(activation: number, error: TransportError): void {
    this.#failures.push({ activation, error });
  }

  #endIfOver(): void {
    if (this.isOver) this.#failures.close();
  }

  failures(): AsyncIterable<Failure> {
    return this.#failures;
  }

  async cancel(activations?: readonly number[]): Promise<void> {
    const wanted = activations ?? Array.from({ length: this.#job.activations }, (_, index) => index);
    for (const activation of wanted) this.#cancelled.add(activation);
    const kept = this.#waiting.filter((activation) => !this.#cancelled.has(activation));
    this.#waiting.splice(0, this.#waiting.length, ...kept);
    await Promise.all(wanted.map((activation) => this.#running.get(activation)?.kill()));
    this.#endIfOver();
  }
}
