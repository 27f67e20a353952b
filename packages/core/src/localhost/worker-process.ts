import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { TransportError } from '../spec/transport-error.js';
import { type Deferred, deferred } from '../util/deferred.js';
import { Channel } from './channel.js';
import type { Frame } from './frames.js';
import { workerNodeOptions } from './node-options.js';

const PIPE_FD = 3;
/** How long the last words of a process are waited for, milliseconds. */
const DRAIN_MS = 1000;

export interface ProcessInvocation {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly deadlineEpochMs: number;
  onPart(body: Uint8Array<ArrayBuffer>): void;
  /** A call inside wants something run: its body, and where the answer goes. */
  onNested(request: NestedRequest): void;
}

export interface NestedRequest {
  /** As the call's own worker has it. */
  readonly memoryMb: number;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly deadlineEpochMs: number;
  readonly signal: AbortSignal;
  part(body: Uint8Array<ArrayBuffer>): void;
  reply(body: Uint8Array<ArrayBuffer>): void;
  fail(error: Error): void;
}

interface Current extends ProcessInvocation {
  readonly id: number;
  readonly done: Deferred<Uint8Array<ArrayBuffer>>;
}

/**
 * One worker process, seen from the client. States: idle → busy (one activation) → idle … → gone. An invocation ends by
 * the worker's reply or by its exit, never by anything that leaves the work running.
 */
export class WorkerProcess {
  readonly memoryMb: number;
  readonly #child: ChildProcess;
  readonly #pipe: Socket;
  readonly #channel: Channel;
  readonly #gone = deferred<void>();
  readonly #nested = new Map<number, AbortController>();
  #current: Current | undefined;
  /** Came with `last-reply`: handed out when the process has ended. */
  #lastReply: Uint8Array<ArrayBuffer> | undefined;
  #ids = 0;
  #isGone = false;
  #isReserved = false;
  #isEnding = false;
  /** Why it was killed, where its exit would not tell. */
  #broken: TransportError | undefined;

  /** @param memoryMb heap of the process; 0: no limit */
  constructor(memoryMb: number) {
    this.memoryMb = memoryMb;
    const limit = memoryMb === 0 ? [] : [`--max-old-space-size=${Math.ceil(memoryMb)}`];
    const entry = fileURLToPath(new URL('./localhost-worker.cjs', import.meta.url));
    this.#child = spawn(process.execPath, [...limit, entry], {
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: workerNodeOptions(process.env['NODE_OPTIONS']) },
    });
    this.#pipe = socketOf(this.#child);
    this.#channel = new Channel(
      this.#pipe,
      (frame) => this.#take(frame),
      () => undefined,
      (cause) => this.#break(cause),
    );
    this.#child.once('exit', (code, signal) => this.#drain(code, signal));
    this.#child.on('error', (error) => this.#failed(error));
    this.#hold(false);
  }

  /** Takes work: nobody has it, and it was neither killed nor has it ended. */
  get isIdle(): boolean {
    return !this.#isEnding && !this.#isGone && !this.isBusy;
  }

  /** An activation has it, or one that is about to be sent. */
  get isBusy(): boolean {
    return !this.#isGone && (this.#isReserved || this.#current !== undefined);
  }

  /** Killed, or ended by itself: it takes no more work, though it may not be {@link gone} yet. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** Keeps it for the next {@link invoke}. */
  reserve(): this {
    this.#isReserved = true;
    return this;
  }

  /** Takes {@link reserve} back. */
  release(): void {
    this.#isReserved = false;
  }

  /** Resolves when the process has ended. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  /** Calls inside wait for work of their own: the slot can be lent. */
  get isWaiting(): boolean {
    return this.#nested.size > 0;
  }

  /** @throws {TransportError} `lost` or `out-of-memory` when the process ends first. */
  invoke(invocation: ProcessInvocation): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#isGone || this.#isEnding)
      return Promise.reject(new TransportError('unavailable', 'The worker process ended while it was idle.'));
    const id = this.#ids++;
    const done = deferred<Uint8Array<ArrayBuffer>>();
    this.#isReserved = false;
    this.#current = { ...invocation, id, done };
    this.#hold(true);
    const { body, deadlineEpochMs } = invocation;
    this.#channel.send({ type: 'invoke', id, deadlineEpochMs, body });
    return done.promise;
  }

  kill(): void {
    this.#isEnding = true;
    this.#child.kill('SIGKILL');
  }

  /** Nothing that it writes can be understood any more. Whatever it runs ends with its exit. */
  #break(cause: unknown): void {
    this.#broken = new TransportError('lost', 'The worker process wrote something that is no message.', {
      cause,
    });
    this.kill();
  }

  #take(frame: Frame): void {
    switch (frame.type) {
      case 'part':
        if (frame.id === this.#current?.id) this.#current.onPart(frame.body);
        break;
      case 'reply':
        this.#finish(frame);
        break;
      case 'last-reply':
        if (frame.id === this.#current?.id) this.#lastReply = frame.body;
        break;
      case 'invoke':
        this.#current?.onNested(this.#nestedRequest(frame));
        break;
      case 'cancel':
        this.#nested
          .get(frame.id)
          ?.abort(new TransportError('lost', 'Cancelled by the call that asked for it.'));
        break;
      case 'failure':
        break;
    }
  }

  #finish({ id, body }: Frame): void {
    const current = this.#current;
    if (current === undefined || current.id !== id) return;
    this.#current = undefined;
    this.#abortNested();
    this.#hold(false);
    current.done.resolve(body);
  }

  #nestedRequest({ id, body, deadlineEpochMs }: Frame): NestedRequest {
    const abort = new AbortController();
    this.#nested.set(id, abort);
    const answer = (type: 'reply' | 'failure', bytes: Uint8Array<ArrayBuffer>): void => {
      this.#nested.delete(id);
      this.#channel.send({ type, id, deadlineEpochMs: 0, body: bytes });
    };
    return {
      memoryMb: this.memoryMb,
      body,
      deadlineEpochMs,
      signal: abort.signal,
      part: (bytes) => this.#channel.send({ type: 'part', id, deadlineEpochMs: 0, body: bytes }),
      reply: (bytes) => answer('reply', bytes),
      fail: (error) => answer('failure', new Uint8Array(Buffer.from(error.message))),
    };
  }

  /** What the process wrote last is read before it counts as gone; a child of its own may hold the pipe open for ever. */
  #drain(code: number | null, signal: NodeJS.Signals | null): void {
    this.#isEnding = true;
    const finish = (): void => {
      clearTimeout(timer);
      this.#child.off('close', finish);
      this.#exited(code, signal);
    };
    const timer = setTimeout(finish, DRAIN_MS);
    this.#child.once('close', finish);
  }

  #exited(code: number | null, signal: NodeJS.Signals | null): void {
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
    const isMemory = signal === 'SIGABRT' || code === 134;
    const error = isMemory
      ? new TransportError(
          'out-of-memory',
          `Worker process ${this.#child.pid} ended ${how}, as Node.js does when its heap is full.`,
        )
      : new TransportError('lost', `Worker process ${this.#child.pid} ended ${how}.`);
    this.#end(this.#broken ?? error);
  }

  /** The process could not be started, or not be signalled. */
  #failed(cause: Error): void {
    if (this.#child.pid === undefined) {
      this.#end(
        new TransportError('unavailable', `No worker process could be started: ${cause.message}`, { cause }),
      );
    }
  }

  #end(error: TransportError): void {
    this.#isGone = true;
    const current = this.#current;
    this.#current = undefined;
    this.#abortNested();
    if (this.#lastReply === undefined) current?.done.reject(error);
    else current?.done.resolve(this.#lastReply);
    this.#gone.resolve();
  }

  #abortNested(): void {
    for (const abort of this.#nested.values()) {
      abort.abort(new TransportError('lost', 'The call that asked for it has ended.'));
    }
    this.#nested.clear();
  }

  /** Only a busy worker keeps the program alive. */
  #hold(isHeld: boolean): void {
    const pipe = this.#pipe;
    if (isHeld) {
      this.#child.ref();
      pipe.ref();
    } else {
      this.#child.unref();
      pipe.unref();
    }
  }

  /** Ends an idle process at once. */
  async close(): Promise<void> {
    // Whoever awaits this has to be told of the end: the program lives until then.
    this.#hold(true);
    this.kill();
    await this.gone;
  }
}

/** `stdio: 'pipe'` makes a socket of each descriptor; the types know only of streams. */
function socketOf(child: ChildProcess): Socket {
  const pipe = child.stdio[PIPE_FD];
  if (pipe instanceof Socket) return pipe;
  throw new TransportError('unavailable', 'Expected a pipe to the worker process, got none.');
}
