import {
  type Activation,
  type ActivationBackend,
  type ActivationReply,
  type Capabilities,
  defineComputePlugin,
  defineSection,
  type InvokeOptions,
  type RuntimeHandle,
  type RuntimeSpec,
  TransportError,
  type WorkerBundle,
} from '@lithops/core/spec';
import type { TestPlugin } from './faas-backend.js';
import { type Fault, type FaultPlan, Faults } from './faults.js';
import { givenUp, killPointOf, refuseAborted, refuseIf } from './transport.js';
import { type FleetRun, WorkerFleet } from './worker-fleet.js';

const LIMIT_BYTES = 64 * 1024;

export interface EventsOptions {
  /** Machines that others use as well. @default its own, which end with it */
  readonly fleet?: WorkerFleet | undefined;
  readonly faults?: FaultPlan | undefined;
  readonly seed?: number | undefined;
  /** @default 4 */
  readonly maxWorkers?: number | undefined;
  /** Workers see deadlines moved by as much, as those do whose clock is off; milliseconds. @default 0 */
  readonly shiftDeadlineMs?: number | undefined;
}

/** Functions started by events: accepted and forgotten, so that nobody tells the client what became of a worker. */
export function events(options: EventsOptions): TestPlugin<EventsBackend> {
  const backend = new EventsBackend(options);
  const plugin = defineComputePlugin({
    name: 'events',
    section: defineSection({}),
    worker: new URL('./worker-entry.mjs', import.meta.url),
    create: () => backend,
  })({});
  return { plugin, backend };
}

/** One event per activation; outcomes come by a monitor. */
export class EventsBackend implements ActivationBackend {
  readonly specVersion = 1;
  readonly name = 'events';
  readonly dispatch = 'activation';
  readonly capabilities: Capabilities;
  readonly faults: Faults;
  readonly #fleet: WorkerFleet;
  readonly #ownsFleet: boolean;
  readonly #shiftDeadlineMs: number;
  readonly #running = new Set<FleetRun>();
  #isClosed = false;

  constructor({ fleet, faults, seed, maxWorkers = 4, shiftDeadlineMs = 0 }: EventsOptions) {
    this.#fleet = fleet ?? new WorkerFleet();
    this.#ownsFleet = fleet === undefined;
    this.#shiftDeadlineMs = shiftDeadlineMs;
    this.faults = new Faults(faults, seed);
    this.capabilities = {
      replies: ['none'],
      maxPayloadBytes: { inline: 0, none: LIMIT_BYTES },
      maxReplyBytes: LIMIT_BYTES,
      maxCallsPerActivation: 100,
      defaultMaxWorkers: maxWorkers,
      cancel: 'none',
      logs: false,
      sharesClientFilesystem: false,
    };
  }

  async deployRuntime(spec: RuntimeSpec, _worker: WorkerBundle, signal: AbortSignal): Promise<RuntimeHandle> {
    signal.throwIfAborted();
    return { id: 'events', spec };
  }

  async invoke(activation: Activation, { signal }: InvokeOptions): Promise<ActivationReply> {
    refuseAborted(signal);
    const { id: requestId, body } = activation;
    if (body.byteLength > LIMIT_BYTES)
      throw new TransportError('rejected', `An event of ${body.byteLength} bytes exceeds ${LIMIT_BYTES}.`);
    const fault = this.faults.draw();
    refuseIf(fault);
    if (fault === 'never-start') return { requestId };
    if (fault === 'answer-late') {
      void givenUp(signal).catch(() => this.#start(activation, fault));
      return { requestId };
    }
    const started = this.#start(activation, fault);
    if (fault === 'answer-twice') void this.#start(activation, fault);
    if (fault === 'lose-reply') {
      await started;
      throw new TransportError('lost', 'The connection was reset.');
    }
    return { requestId };
  }

  /** Resolves when the worker is done, however: nobody is told. */
  async #start({ body, deadlineEpochMs }: Activation, fault: Fault | undefined): Promise<void> {
    if (this.#isClosed) return;
    const delivered = fault === 'garbage' ? body.slice(0, 7) : body;
    const task = { body: delivered, deadlineEpochMs: deadlineEpochMs + this.#shiftDeadlineMs };
    const run = this.#fleet.run(task, killPointOf(fault));
    this.#running.add(run);
    await run.reply.catch(() => undefined);
    this.#running.delete(run);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#running].map((run) => run.kill()));
    if (this.#ownsFleet) await this.#fleet.close();
  }
}
