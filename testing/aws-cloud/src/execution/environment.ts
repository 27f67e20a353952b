import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionFault, KillPoint } from '../faults/fault.js';
import { type Failure, failureOf } from './failure.js';
import type { FunctionVersion } from './function-version.js';
import type { Invocation, InvocationResult } from './invocation.js';
import type { InvocationLog } from './invocation-log.js';
import type { RunningRuntime } from './running-runtime.js';
import type { RuntimeEvent } from './runtime-event.js';

const initLimitMs = 10_000;

export interface EnvironmentParts {
  readonly version: FunctionVersion;
  readonly log: InvocationLog;
  /** Starts the runtime's program. */
  start(): Promise<RunningRuntime>;
  /** Called once nothing runs in it any more. */
  remove(): void;
}

interface Begun {
  readonly runtime: RunningRuntime;
  readonly ready: Extract<RuntimeEvent, { kind: 'ready' }>;
  /** `undefined` when the environment was warm. */
  readonly initMs: number | undefined;
}

/**
 * One place where a function runs, one event at a time. It is *cold* until its first event, which starts the runtime and has
 * it load the function's code (init, ten seconds at most; what fails is tried once more, on the invocation's time). It then
 * *runs* that event, is *frozen* until the next one, and so on. When the runtime ends, for whatever reason, so does the
 * environment: whoever owns it throws it away.
 */
export class Environment {
  readonly #parts: EnvironmentParts;
  #runtime: RunningRuntime | undefined;
  #ready: Begun['ready'] | undefined;

  constructor(parts: EnvironmentParts) {
    this.#parts = parts;
  }

  /** May it get another event without a new start? */
  get warm(): boolean {
    return this.#runtime?.over === false && this.#ready !== undefined;
  }

  async run(invocation: Invocation): Promise<InvocationResult> {
    const begun = await this.#begin(invocation);
    if (!('runtime' in begun)) return this.#fail(invocation, begun, 0, undefined);
    const { runtime, ready, initMs } = begun;
    const { timeoutMs, arn } = this.#parts.version;
    this.#parts.log.start(invocation.requestId);
    const startedAt = performance.now();
    const cancelKill = planKill(runtime, invocation.faults);
    if (!killsAt(invocation.faults, 'beforeWork')) ready.deliver(invocation, arn, Date.now() + timeoutMs);
    const event = await runtime.next(timeoutMs);
    cancelKill();
    const end = killsAt(invocation.faults, 'afterWork') ? await killed(runtime) : event;
    const durationMs = performance.now() - startedAt;
    await this.#afterwards(runtime, end, timeoutMs - durationMs);
    const failure = failureOf(end, invocation.requestId, timeoutMs);
    if (failure !== undefined) return this.#fail(invocation, failure, durationMs, initMs);
    const log = this.#report(invocation, durationMs, initMs, undefined);
    return { kind: 'returned', payload: end.kind === 'answered' ? end.payload : Buffer.alloc(0), log };
  }

  async end(): Promise<void> {
    this.#ready = undefined;
    await this.#runtime?.end();
    this.#parts.remove();
  }

  async #begin(invocation: Invocation): Promise<Begun | Failure> {
    if (this.#runtime !== undefined && this.#ready !== undefined && this.warm) {
      const begun = { runtime: this.#runtime, ready: this.#ready, initMs: undefined };
      this.#ready = undefined;
      begun.runtime.thaw();
      return begun;
    }
    for (const fault of invocation.faults) if (fault.kind === 'slowStart') await pause(fault.delayMs);
    const first = await this.#initialise(invocation, 'init', initLimitMs);
    return 'runtime' in first ? first : this.#initialise(invocation, 'invoke', this.#parts.version.timeoutMs);
  }

  async #initialise(
    invocation: Invocation,
    phase: 'init' | 'invoke',
    limitMs: number,
  ): Promise<Begun | Failure> {
    const startedAt = performance.now();
    const runtime = await this.#parts.start();
    this.#runtime = runtime;
    const event = await runtime.next(limitMs);
    const initMs = performance.now() - startedAt;
    if (event.kind === 'ready') return { runtime, ready: event, initMs };
    await runtime.end();
    const failure = failureOf(event, invocation.requestId, limitMs);
    if (failure === undefined) throw new Error(`Expected an init to be ready or to fail, got ${event.kind}.`);
    this.#parts.log.initFailed(initMs, phase, failure);
    return failure;
  }

  /** An event is over when the runtime asks for the next one; then it is frozen. */
  async #afterwards(runtime: RunningRuntime, event: RuntimeEvent, limitMs: number): Promise<void> {
    const answers = event.kind === 'answered' || event.kind === 'reported' || event.kind === 'answerTooLarge';
    const next = answers ? await runtime.next(limitMs) : event;
    if (next.kind === 'ready') {
      this.#ready = next;
      runtime.freeze();
    } else await runtime.end();
  }

  #fail(
    invocation: Invocation,
    failure: Failure,
    durationMs: number,
    initMs: number | undefined,
  ): InvocationResult {
    return {
      kind: 'failed',
      error: failure.report,
      log: this.#report(invocation, durationMs, initMs, failure),
    };
  }

  #report(
    invocation: Invocation,
    durationMs: number,
    initMs: number | undefined,
    failure: Failure | undefined,
  ): string {
    const { memoryMb } = this.#parts.version;
    const peakMemoryMb = this.#runtime?.peakMemoryMb ?? 0;
    return this.#parts.log.report(invocation.requestId, {
      durationMs,
      initMs,
      memoryMb,
      peakMemoryMb,
      failure,
    });
  }
}

function killPoints(faults: readonly ExecutionFault[]): readonly KillPoint[] {
  return faults.flatMap((fault) => (fault.kind === 'workerKilled' ? [fault.point] : []));
}

function killsAt(faults: readonly ExecutionFault[], point: KillPoint): boolean {
  return killPoints(faults).includes(point);
}

/** @returns what calls it off */
function planKill(runtime: RunningRuntime, faults: readonly ExecutionFault[]): () => void {
  if (killsAt(faults, 'beforeWork')) runtime.kill();
  const timers = killPoints(faults).flatMap((point) =>
    typeof point === 'string' ? [] : [setTimeout(() => runtime.kill(), point.duringWorkMs)],
  );
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
}

async function killed(runtime: RunningRuntime): Promise<RuntimeEvent> {
  await runtime.end();
  return { kind: 'ended', end: { code: null, signal: 'SIGKILL' } };
}
