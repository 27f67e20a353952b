import {
  type BatchJob,
  type Capabilities,
  defineComputePlugin,
  defineSection,
  type JobBackend,
  type JobHandle,
  type RuntimeHandle,
  type RuntimeSpec,
  TransportError,
  type WorkerBundle,
} from '@lithops/core/spec';
import { ArrayJob } from './array-job.js';
import type { TestPlugin } from './faas-backend.js';
import { type FaultPlan, Faults } from './faults.js';
import { refuseAborted, refuseIf } from './transport.js';
import { WorkerFleet } from './worker-fleet.js';

/** Array children at once when the configuration does not say. */
const MACHINES = 4;
/** AWS Batch's limit of a SubmitJob request. */
const LIMIT_BYTES = 30 * 1024;

export interface BatchOptions {
  /** Machines that others use as well. @default its own, which end with it */
  readonly fleet?: WorkerFleet | undefined;
  /** Drawn for each submission. */
  readonly submitFaults?: FaultPlan | undefined;
  /** Drawn for each array child. */
  readonly faults?: FaultPlan | undefined;
  readonly seed?: number | undefined;
}

/** Batch: whole jobs as arrays, queued by the platform, children know their index. */
export function batch(options: BatchOptions): TestPlugin<BatchBackend> {
  const backend = new BatchBackend(options);
  const plugin = defineComputePlugin({
    name: 'batch',
    section: defineSection({
      max_workers: { type: 'number', doc: 'Array children at once, over all jobs.' },
    }),
    worker: new URL('./worker-entry.mjs', import.meta.url),
    create: ({ max_workers }) => {
      backend.resize(max_workers);
      return backend;
    },
  })({});
  return { plugin, backend };
}

/** One array job per submission, on a bounded number of machines that all of them share. */
export class BatchBackend implements JobBackend {
  readonly specVersion = 1;
  readonly name = 'batch';
  readonly dispatch = 'job';
  readonly capabilities: Capabilities;
  readonly faults: Faults;
  readonly submitFaults: Faults;
  readonly #fleet: WorkerFleet;
  readonly #ownsFleet: boolean;
  readonly #arrays = new Set<ArrayJob>();
  #machines = MACHINES;
  #deployments = 0;
  #submissions = 0;

  constructor({ fleet, submitFaults, faults, seed }: BatchOptions) {
    this.#fleet = fleet ?? new WorkerFleet();
    this.#ownsFleet = fleet === undefined;
    this.faults = new Faults(faults, seed);
    this.submitFaults = new Faults(submitFaults, seed);
    this.capabilities = {
      replies: [],
      maxPayloadBytes: { inline: 0, none: LIMIT_BYTES },
      maxReplyBytes: 64 * 1024,
      maxCallsPerActivation: 100,
      defaultMaxWorkers: MACHINES,
      cancel: 'running',
      logs: false,
      sharesClientFilesystem: false,
    };
  }

  get deployments(): number {
    return this.#deployments;
  }

  get submissions(): number {
    return this.#submissions;
  }

  /** Sets how many array children run at once. */
  resize(machines: number | undefined): void {
    this.#machines = machines ?? MACHINES;
  }

  async deployRuntime(spec: RuntimeSpec, _worker: WorkerBundle, signal: AbortSignal): Promise<RuntimeHandle> {
    signal.throwIfAborted();
    this.#deployments++;
    return { id: `batch-${spec.hash}`, spec };
  }

  async submit(job: BatchJob, signal: AbortSignal): Promise<JobHandle> {
    refuseAborted(signal);
    this.#submissions++;
    const { byteLength } = job.body;
    if (byteLength > LIMIT_BYTES)
      throw new TransportError('rejected', `A job definition of ${byteLength} bytes exceeds ${LIMIT_BYTES}.`);
    const fault = this.submitFaults.draw();
    refuseIf(fault);
    const array = new ArrayJob(job, this.#fleet, this.faults, () => this.#schedule());
    this.#arrays.add(array);
    this.#schedule();
    if (fault === 'lose-reply') throw new TransportError('lost', 'The connection was reset.');
    return array;
  }

  /** Starts children, first submission first, while there are machines. */
  #schedule(): void {
    for (const array of this.#arrays) {
      while (this.#runningChildren < this.#machines && array.startNext());
      if (array.isOver) this.#arrays.delete(array);
    }
  }

  get #runningChildren(): number {
    return [...this.#arrays].reduce((sum, array) => sum + array.runningCount, 0);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#arrays].map((array) => array.cancel()));
    if (this.#ownsFleet) await this.#fleet.close();
  }
}
