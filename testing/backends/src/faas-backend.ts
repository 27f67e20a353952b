import {
  type Activation,
  type ActivationBackend,
  type ActivationReply,
  type Capabilities,
  type ComputePlugin,
  defineComputePlugin,
  defineSection,
  type InvokeOptions,
  type RuntimeHandle,
  type RuntimeSpec,
  TransportError,
  type WorkerBundle,
} from '@lithops/core/spec';
import { type Fault, type FaultPlan, Faults } from './faults.js';
import { deathOf, givenUp, killPointOf, refuseAborted, refuseIf } from './transport.js';
import { type FleetRun, WorkerFleet } from './worker-fleet.js';

const LIMIT_BYTES = 64 * 1024;

export interface FaasOptions {
  /** Machines that others use as well. @default its own, which end with it */
  readonly fleet?: WorkerFleet | undefined;
  readonly faults?: FaultPlan | undefined;
  readonly seed?: number | undefined;
  /** `none`: work that was begun runs to its end, whoever still waits for it. @default 'running' */
  readonly cancel?: 'none' | 'running' | undefined;
  /** @default 4 */
  readonly maxWorkers?: number | undefined;
  /** Workers see deadlines moved by as much, as those do whose clock is off; milliseconds. @default 0 */
  readonly shiftDeadlineMs?: number | undefined;
}

/** A plug-in for tests, and what it has seen. */
export interface TestPlugin<B> {
  readonly plugin: ComputePlugin;
  readonly backend: B;
}

/** Functions as a service: one request per activation, answered when it is over; small payloads and replies. */
export function faas(options: FaasOptions): TestPlugin<FaasBackend> {
  const backend = new FaasBackend(options);
  const plugin = defineComputePlugin({
    name: 'faas',
    section: defineSection({}),
    worker: new URL('./worker-entry.mjs', import.meta.url),
    create: () => backend,
  })({});
  return { plugin, backend };
}

/** One request per activation; the reply carries the outcomes, all at the end. */
export class FaasBackend implements ActivationBackend {
  readonly specVersion = 1;
  readonly name = 'faas';
  readonly dispatch = 'activation';
  readonly capabilities: Capabilities;
  readonly faults: Faults;
  readonly cancelActivation?: (activationId: string) => Promise<'stopped' | 'unknown'>;
  readonly #fleet: WorkerFleet;
  readonly #ownsFleet: boolean;
  readonly #shiftDeadlineMs: number;
  readonly #running = new Map<string, FleetRun>();
  #deployments = 0;
  #requests = 0;

  constructor({ fleet, faults, seed, cancel = 'running', maxWorkers = 4, shiftDeadlineMs = 0 }: FaasOptions) {
    this.#fleet = fleet ?? new WorkerFleet();
    this.#ownsFleet = fleet === undefined;
    this.#shiftDeadlineMs = shiftDeadlineMs;
    this.faults = new Faults(faults, seed);
    this.capabilities = {
      replies: ['inline'],
      maxPayloadBytes: { inline: LIMIT_BYTES, none: LIMIT_BYTES },
      maxReplyBytes: LIMIT_BYTES,
      maxCallsPerActivation: 100,
      defaultMaxWorkers: maxWorkers,
      cancel,
      logs: false,
      sharesClientFilesystem: false,
    };
    if (cancel === 'running') this.cancelActivation = (id) => this.#stop(id);
  }

  get deployments(): number {
    return this.#deployments;
  }

  get requests(): number {
    return this.#requests;
  }

  async deployRuntime(spec: RuntimeSpec, _worker: WorkerBundle, signal: AbortSignal): Promise<RuntimeHandle> {
    signal.throwIfAborted();
    this.#deployments++;
    return { id: `faas-${spec.hash}`, spec };
  }

  async invoke(activation: Activation, options: InvokeOptions): Promise<ActivationReply> {
    refuseAborted(options.signal);
    this.#requests++;
    if (activation.body.byteLength > LIMIT_BYTES) throw tooLarge('rejected', 'Request', activation.body);
    const fault = this.faults.draw();
    refuseIf(fault);
    if (fault === 'never-start') return await givenUp(options.signal);
    const body = await this.#run(activation, options.signal, fault);
    return await answer(activation.id, body, options, fault);
  }

  async #run(
    { id, body, deadlineEpochMs }: Activation,
    signal: AbortSignal,
    fault: Fault | undefined,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const task = { body, deadlineEpochMs: deadlineEpochMs + this.#shiftDeadlineMs };
    const run = this.#fleet.run(task, killPointOf(fault));
    this.#running.set(id, run);
    const reply = run.reply.finally(() => this.#running.delete(id));
    try {
      return await (this.capabilities.cancel === 'none' ? Promise.race([reply, givenUp(signal)]) : reply);
    } catch (error) {
      throw error instanceof TransportError ? error : deathOf(error, fault);
    }
  }

  async #stop(activationId: string): Promise<'stopped' | 'unknown'> {
    const run = this.#running.get(activationId);
    await run?.kill();
    return run === undefined ? 'unknown' : 'stopped';
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map((run) => run.kill()));
    if (this.#ownsFleet) await this.#fleet.close();
  }
}

async function answer(
  requestId: string,
  body: Uint8Array<ArrayBuffer>,
  { signal, onPart }: InvokeOptions,
  fault: Fault | undefined,
): Promise<ActivationReply> {
  if (body.byteLength > LIMIT_BYTES) throw tooLarge('lost', 'Response', body);
  switch (fault) {
    case 'lose-reply':
      throw new TransportError('lost', 'The connection was reset.');
    case 'garbage':
      return { requestId, body: new Uint8Array(Buffer.from('<html>502 Bad Gateway</html>')) };
    case 'answer-twice':
      onPart?.(body);
      return { requestId, body };
    case 'answer-late':
      await givenUp(signal).catch(() => undefined);
      return { requestId, body };
    case 'no-word':
      return { requestId };
    default:
      return { requestId, body };
  }
}

function tooLarge(kind: 'rejected' | 'lost', what: string, { byteLength }: Uint8Array): TransportError {
  return new TransportError(
    kind,
    `${what} payload size (${byteLength}) exceeds the maximum of ${LIMIT_BYTES} bytes.`,
  );
}
