import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LONGEST_TIMER_MS } from '../util/longest-timer.js';
import type { Failure } from '../wire/index.js';
import { CALL_PROCESS_VARIABLE, type FromCallProcess, type ToCallProcess } from './call-process-messages.js';
import { monitorEnvironmentOfWorker } from './monitor-registry.js';
import { storeEnvironmentOfWorker } from './storage-registry.js';

/** What came of one call: the reply of an activation with this call alone, or why there is none. */
export type CallProcessEnd =
  | { readonly kind: 'reply'; readonly body: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'failure'; readonly failure: Failure };

export interface CallLimits {
  /** Of the call, from its beginning. */
  readonly timeoutMs: number;
  /** Then it is ended, whatever its own limit. */
  readonly deadlineEpochMs: number;
}

/** How long past its limit a call may take to say so itself, milliseconds. */
const STOP_GRACE_MS = 500;

/**
 * One process that runs calls, one at a time. It is `idle`, `busy` with a call, or `ended`, for good: by itself, or because its
 * call took too long.
 */
export class CallProcess {
  readonly #child: ChildProcess;
  #state: 'idle' | 'busy' | 'ended' = 'idle';
  #settle: ((end: CallProcessEnd) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #timeoutMs = 0;
  #killAtMs = Number.POSITIVE_INFINITY;
  /** Why this side has ended it. */
  #killedFor: Failure | undefined;

  /** @param entry - of the worker: `serveCalls` is what it does in such a process */
  constructor(entry: URL) {
    this.#child = fork(fileURLToPath(entry), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        ...storeEnvironmentOfWorker(),
        ...monitorEnvironmentOfWorker(),
        [CALL_PROCESS_VARIABLE]: '1',
      },
    });
    this.#child.on('message', (message: FromCallProcess) => this.#take(message));
    this.#child.on('error', (error) => this.#end(lost(`could not be started: ${error.message}`)));
    this.#child.on('exit', (code, signal) => this.#end(this.#killedFor ?? this.#causeOf(code, signal)));
    // It alone does not keep this process from ending.
    this.#child.unref();
    this.#child.channel?.unref();
  }

  get isEnded(): boolean {
    return this.#state === 'ended';
  }

  /** What the calls that follow belong to. */
  open(body: Uint8Array<ArrayBuffer>, context: unknown): void {
    this.#send({ kind: 'open', body, context });
  }

  closeActivation(): void {
    if (!this.isEnded) this.#send({ kind: 'close' });
  }

  /** Never rejects. */
  run(position: number, { timeoutMs, deadlineEpochMs }: CallLimits): Promise<CallProcessEnd> {
    return new Promise((settle) => {
      this.#state = 'busy';
      this.#timeoutMs = timeoutMs;
      this.#settle = settle;
      this.#killIn(
        deadlineEpochMs - Date.now(),
        'The time of its worker was over before the call had ended.',
      );
      this.#child.ref();
      this.#send({ kind: 'run', position, deadlineEpochMs });
    });
  }

  /** Its work may still run in it, or it is not needed any more. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #send(message: ToCallProcess<unknown>): void {
    // A process that has just ended tells so by its exit.
    this.#child.send(message, () => undefined);
  }

  #take(message: FromCallProcess): void {
    if (this.#state !== 'busy') return;
    if (message.kind !== 'begun') {
      this.#state = 'idle';
      this.#settled(message.kind === 'reply' ? message : ended(lost(`could not run it: ${message.why}`)));
      return;
    }
    const text = `The call took longer than its limit of ${this.#timeoutMs} ms and was stopped. Raise timeoutMs, or give each call less to do.`;
    this.#killIn(this.#timeoutMs + STOP_GRACE_MS, text, true);
  }

  /** @param isOwn - the sooner one holds: the limit of the call, or what was set before */
  #killIn(delayMs: number, why: string, isOwn = false): void {
    const atMs = performance.now() + delayMs;
    if (isOwn && atMs >= this.#killAtMs) return;
    this.#killAtMs = atMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#killedFor = { code: 'LITHOPS_TIMEOUT', message: why };
        this.kill();
      },
      Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS),
    );
  }

  #end(failure: Failure): void {
    this.#state = 'ended';
    this.#settled(ended(failure));
  }

  #settled(end: CallProcessEnd): void {
    clearTimeout(this.#timer);
    this.#killAtMs = Number.POSITIVE_INFINITY;
    this.#child.unref();
    this.#settle?.(end);
    this.#settle = undefined;
  }

  #causeOf(code: number | null, signal: NodeJS.Signals | null): Failure {
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
    const isHeapFull = signal === 'SIGABRT' || code === 134;
    const process = `The process ${this.#child.pid}, one of several of its worker, ended ${how}`;
    if (isHeapFull)
      return {
        code: 'LITHOPS_OUT_OF_MEMORY',
        message: `${process}, as Node.js does when its heap is full (raise runtimeMemoryMb).`,
      };
    if (signal === 'SIGKILL')
      return {
        code: 'LITHOPS_OUT_OF_MEMORY',
        message: `${process}, as systems do when memory is full (raise runtimeMemoryMb).`,
      };
    return lost(`ended ${how}`);
  }
}

function ended(failure: Failure): CallProcessEnd {
  return { kind: 'failure', failure };
}

function lost(what: string): Failure {
  return {
    code: 'LITHOPS_WORKER_LOST',
    message: `The process of the call, one of several of its worker, ${what}.`,
  };
}
