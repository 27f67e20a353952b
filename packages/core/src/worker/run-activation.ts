import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StorageBackend } from '../spec/storage-backend.js';
import { isThenable } from '../util/is-thenable.js';
import { monotonicMs } from '../util/monotonic-ms.js';
import type { ActivationPayload, Failure } from '../wire/index.js';
import { type CallClaims, unwatchedCalls } from './call-claims.js';
import { noteDuration, patienceMs } from './call-durations.js';
import { FLUSH_MS, FlushPace } from './flush-pace.js';
import { type LoadedActivation, loadActivation } from './load-activation.js';
import { openSender } from './open-sender.js';
import { clearTimeout, setTimeout } from './own-timers.js';
import { failedReply, readPayload } from './read-payload.js';
import type { ReportSender } from './report-sender.js';
import { isRetiring } from './retirement.js';
import { type CallEnd, type CallTask, runCall } from './run-call.js';
import { standardHost } from './standard-host.js';
import type { WorkerHost } from './worker-host.js';

/** What a kind of worker knows of an activation, and wants to be told of it. */
export interface RunActivationOptions {
  /** Aborted when the client or the platform gives the activation up. */
  readonly signal?: AbortSignal | undefined;
  /** No call is begun after this moment. */
  readonly deadlineEpochMs?: number | undefined;
  /** For transports that can stream: takes outcomes as they come, every 2 to 40 ms at most. */
  readonly onPart?: ((body: Uint8Array<ArrayBuffer>) => void) | undefined;
  /** Which of a job's payloads to run, on backends that take a whole job. @default 0 */
  readonly activation?: number | undefined;
  /** Told of each call that is about to run, and of how many it is one. */
  readonly onCall?:
    | ((call: { readonly index: number; readonly attempt: number }, of: number) => void)
    | undefined;
  /** Told that something of a call may still run in this process: it must take no more work. */
  readonly onTainted?: (() => void) | undefined;
  /** Looks after the calls while they run. @default nobody: all run, one after the other */
  readonly claims?: CallClaims | undefined;
  /** @default a host that opens core's own storage and cannot nest executors */
  readonly host?: WorkerHost | undefined;
}

type Loaded = LoadedActivation | { readonly failure: Failure };

/** Of this process: what it cost to hand over for one activation, it costs for the next. */
const flushPace = new FlushPace();

const running = new Set<ActivationRun>();

/** Hands over at once what has ended in this process: it is about to end, or a call keeps it from doing so later. */
export function flushOutcomes(): void {
  for (const run of running) run.flushNow();
}

/**
 * Runs one activation and gives the reply's body. Never rejects for a user's error, nor for a payload that cannot be
 * run: then the reply, or the outcome of each of its calls, says why.
 */
export async function runActivation(
  body: Uint8Array<ArrayBuffer>,
  options: RunActivationOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { host = standardHost, activation = 0 } = options;
  try {
    return await new ActivationRun(await readPayload(body, host, activation), options).run();
  } catch (error) {
    // What went wrong may be this process, in which user code can change anything.
    options.onTainted?.();
    return failedReply(error);
  }
}

/** An activation whose calls are begun one by one, as somebody else says: other processes run others of them. */
export class SplitActivation {
  readonly #payload: ActivationPayload;
  readonly #loaded: Loaded;

  private constructor(payload: ActivationPayload, loaded: Loaded) {
    this.#payload = payload;
    this.#loaded = loaded;
  }

  /** @throws {LithopsError} `LITHOPS_PROTOCOL` */
  static async open(body: Uint8Array<ArrayBuffer>, host: WorkerHost): Promise<SplitActivation> {
    const payload = await readPayload(body, host, 0);
    const openStorage = () => host.openStorage(payload.storage);
    return new SplitActivation(payload, await loadActivation(payload, host, openStorage));
  }

  /** Runs the call at that place, as an activation with no other call. @returns the reply's body */
  async run(position: number, options: RunActivationOptions): Promise<Uint8Array<ArrayBuffer>> {
    const { indexes, attempts } = this.#payload;
    const only = {
      indexes: indexes.slice(position, position + 1),
      attempts: attempts.slice(position, position + 1),
    };
    const loaded =
      'failure' in this.#loaded
        ? this.#loaded
        : { ...this.#loaded, items: this.#loaded.items.slice(position, position + 1) };
    return await new ActivationRun({ ...this.#payload, ...only }, options, loaded).run();
  }
}

/** The calls of one activation, one after the other. */
class ActivationRun {
  readonly #payload: ActivationPayload;
  readonly #options: RunActivationOptions;
  readonly #loaded: Loaded | undefined;
  readonly #host: WorkerHost;
  readonly #signal: AbortSignal;
  #storage: Promise<StorageBackend> | undefined;
  #pending: CallEnd[] = [];
  #lastFlushMs = monotonicMs();
  /** Outcomes that are on their way; `undefined`: none. */
  #flushing: Promise<void> | undefined;
  #sender: ReportSender | undefined;
  #isInFlush = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param loaded - where that was done before */
  constructor(payload: ActivationPayload, options: RunActivationOptions, loaded?: Loaded) {
    this.#payload = payload;
    this.#loaded = loaded;
    this.#options = options;
    this.#host = options.host ?? standardHost;
    this.#signal = options.signal ?? new AbortController().signal;
  }

  async run(): Promise<Uint8Array<ArrayBuffer>> {
    const loaded = this.#loaded ?? (await loadActivation(this.#payload, this.#host, this.#openStorage));
    const sender = openSender({
      payload: this.#payload,
      host: this.#host,
      code: 'code' in loaded ? loaded.code : undefined,
      openStorage: this.#openStorage,
      onPart: this.#options.onPart,
    });
    this.#sender = sender;
    if ('failure' in loaded) {
      return await sender.finish(this.#failAll(loaded.failure), { returned: [], tainted: false });
    }
    // A sign of life: the client's clock for the first call starts now. Who looks after the calls here gives it by itself.
    if (this.#options.claims === undefined) await sender.send([]);
    running.add(this);
    try {
      const { next, tainted } = await this.#runCalls(loaded);
      clearTimeout(this.#timer);
      await this.#flushing;
      if (tainted) this.#options.onTainted?.();
      return await sender.finish(this.#pending, { returned: this.#payload.indexes.slice(next), tainted });
    } finally {
      running.delete(this);
      clearTimeout(this.#timer);
    }
  }

  flushNow(): void {
    if (this.#flushing === undefined && this.#pending.length > 0) this.#flush();
  }

  #failAll(failure: Failure): CallEnd[] {
    const stats = { execMs: 0, peakMemoryMb: 0, startedEpochMs: Date.now(), cpuMs: undefined };
    const { indexes, attempts } = this.#payload;
    return indexes.map((index, position) => ({
      kind: 'failure',
      failure,
      index,
      attempt: attempts[position] ?? 1,
      stats,
      isStillRunning: false,
    }));
  }

  async #runCalls(loaded: LoadedActivation): Promise<CallsRun> {
    const { code, items } = loaded;
    const { claims = unwatchedCalls } = this.#options;
    const startedMs = monotonicMs();
    claims.begin(items.length, this.#payload.timeoutMs, patienceMs(code));
    try {
      const run = await this.#runClaimed(loaded, claims);
      noteDuration(code, monotonicMs() - startedMs, run.next);
      return run;
    } finally {
      claims.end();
    }
  }

  async #runClaimed(loaded: LoadedActivation, claims: CallClaims): Promise<CallsRun> {
    const { length } = loaded.items;
    for (let position = 0; position < length; position++) {
      const nowMs = monotonicMs();
      if (this.#isOver || !claims.claim(position, nowMs)) return { next: position, tainted: false };
      const task = this.#task(loaded, position, nowMs);
      this.#options.onCall?.(task, length);
      const ended = runCall(task);
      const end = isThenable(ended) ? await this.#waitFor(ended) : ended;
      // Between blocking calls, too, the process has to hear what it is told.
      if (this.#keep(end, position === length - 1, nowMs + end.stats.execMs)) await nextTurn();
      if (end.isStillRunning || isRetiring()) return { next: position + 1, tainted: true };
    }
    return { next: length, tainted: false };
  }

  get #isOver(): boolean {
    const { deadlineEpochMs } = this.#options;
    return this.#signal.aborted || (deadlineEpochMs !== undefined && Date.now() > deadlineEpochMs);
  }

  #task({ code, run, items }: LoadedActivation, position: number, startedMs: number): CallTask {
    const { indexes, attempts } = this.#payload;
    const [index = 0, attempt = 1] = [indexes[position], attempts[position]];
    const { payload, host, signal } = { payload: this.#payload, host: this.#host, signal: this.#signal };
    return { payload, host, code, run, index, attempt, item: items[position], signal, startedMs };
  }

  /** The last one goes with the reply. @returns whether it was time to hand outcomes over */
  #keep(end: CallEnd, isLast: boolean, endedMs: number): boolean {
    this.#pending.push(end);
    if (isLast) return false;
    const isTime = endedMs - this.#lastFlushMs >= flushPace.intervalMs;
    if (isTime) this.#flush();
    return isTime;
  }

  /** What has ended is handed over meanwhile. Between calls that block, no timer would fire. */
  #waitFor(ended: Promise<CallEnd>): Promise<CallEnd> {
    if (this.#pending.length > 0) this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
    return ended;
  }

  #flush(): void {
    // The watch may interrupt this very work and ask for it.
    if (this.#isInFlush) return;
    this.#isInFlush = true;
    try {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#lastFlushMs = monotonicMs();
      const ends = this.#pending;
      this.#pending = [];
      const send = (): void | Promise<void> => this.#sender?.send(ends);
      const sent = this.#flushing === undefined ? send() : this.#flushing.then(send);
      if (isThenable(sent)) this.#await(sent);
      flushPace.measure(monotonicMs() - this.#lastFlushMs);
    } finally {
      this.#isInFlush = false;
    }
  }

  /** `run` awaits what is being sent and so meets a failure; until then it must not count as unhandled. */
  #await(sent: Promise<void>): void {
    this.#flushing = sent;
    sent.then(
      () => {
        if (this.#flushing === sent) this.#flushing = undefined;
      },
      () => undefined,
    );
  }

  readonly #openStorage = (): Promise<StorageBackend> => {
    this.#storage ??= this.#host.openStorage(this.#payload.storage);
    return this.#storage;
  };
}

interface CallsRun {
  /** Place of the first call that was not begun. */
  readonly next: number;
  /** Something of a call may still run in this process. */
  readonly tainted: boolean;
}
