import type { HalfKind } from '../plugins/worker-credentials.js';
import type { CallOutput } from '../spec/activation.js';
import type { WorkerHalf } from '../spec/plugin.js';
import { TransportError } from '../spec/transport-error.js';
import { type Deferred, deferred } from '../util/deferred.js';
import { Channel } from './channel.js';
import { causeOfExit } from './exit-cause.js';
import { decodeFailure, decodeOutput, decodePosition, encodeHalf } from './frame-bodies.js';
import { type Frame, NO_BODY } from './frames.js';
import { type NestedRequest, NestedRequests } from './nested-requests.js';
import { Silence } from './silence.js';
import { type StartedWorker, startWorker, type TakeWritten } from './start-worker.js';

/** How long the last words of a process are waited for, milliseconds. */
const DRAIN_MS = 1000;
/** How long a cancelled call has to clean up after itself, milliseconds. */
const CANCEL_GRACE_MS = 100;

export interface ProcessInvocation {
  readonly body: Uint8Array<ArrayBuffer>;
  onPart(body: Uint8Array<ArrayBuffer>): void;
  onReturned(firstPosition: number): void;
  onOutput(output: CallOutput): void;
  /** Told what a user should know although no call failed by it; also when the invocation is over. */
  onWarning(text: string): void;
  /** A call inside wants something run: its body, and where the answer goes. */
  onNested(request: NestedRequest): void;
}

interface Current extends ProcessInvocation {
  readonly id: number;
  readonly done: Deferred<Uint8Array<ArrayBuffer>>;
}

/**
 * One worker process, seen from the client. States: idle → busy (one activation) → idle … → ending → gone. An invocation
 * ends by the worker's reply or by its exit, never by anything that leaves the work running.
 */
export class WorkerProcess {
  readonly memoryMb: number;
  readonly #worker: StartedWorker;
  readonly #channel: Channel;
  readonly #gone = deferred<void>();
  readonly #nested: NestedRequests;
  readonly #silence = new Silence((seconds) => this.#fallenSilent(seconds));
  #current: Current | undefined;
  /** Of the last invocation: what goes wrong afterwards is of its doing. */
  #onWarning: ((text: string) => void) | undefined;
  /** Came with `last-reply`: handed out when the process has ended. */
  #lastReply: Uint8Array<ArrayBuffer> | undefined;
  #ids = 0;
  #isGone = false;
  #isReserved = false;
  #isEnding = false;
  /** From being told to stop until being killed. */
  #patience: NodeJS.Timeout | undefined;
  /** Why it ends, where its exit would not tell. */
  #reason: TransportError | undefined;

  /**
   * @param memoryMb of the process; 0: no limit
   * @param onWritten takes what it writes; `undefined`: that goes where this process' own goes
   */
  constructor(memoryMb: number, onWritten?: TakeWritten) {
    this.memoryMb = memoryMb;
    this.#worker = startWorker(memoryMb, onWritten);
    const { child, data, control } = this.#worker;
    const take = (frame: Frame): void => this.#take(frame);
    const garbage = (cause: unknown): void => this.#break(cause);
    this.#channel = new Channel(data, take, () => undefined, garbage);
    new Channel(control, take, () => undefined, garbage);
    this.#nested = new NestedRequests((frame) => this.#channel.send(frame));
    child.once('exit', (code, signal) => this.#drain(code, signal));
    child.on('error', (error) => this.#failed(error));
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
    return this.#nested.isAny;
  }

  /** Tells it how to reach the executor's store or monitor: over its own pipe, because credentials are part of it. */
  handOver(kind: HalfKind, half: WorkerHalf): void {
    this.#channel.send({ type: kind, id: 0, body: encodeHalf(half) });
  }

  /** @throws {TransportError} when the process ends first. */
  invoke(invocation: ProcessInvocation): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#isGone || this.#isEnding)
      return Promise.reject(new TransportError('unavailable', 'The worker process ended while it was idle.'));
    const id = this.#ids++;
    const done = deferred<Uint8Array<ArrayBuffer>>();
    this.#isReserved = false;
    this.#current = { ...invocation, id, done };
    this.#onWarning = invocation.onWarning;
    this.#hold(true);
    this.#channel.send({ type: 'invoke', id, body: invocation.body });
    return done.promise;
  }

  kill(): void {
    this.#isEnding = true;
    clearTimeout(this.#patience);
    this.#worker.child.kill('SIGKILL');
  }

  /** Nobody wants what it runs any more: its call is told (`ctx.signal`), and a moment later the process is killed. */
  stop(): void {
    if (this.#current === undefined || this.#patience !== undefined) return;
    this.#isEnding = true;
    this.#channel.send({ type: 'cancel', id: this.#current.id, body: NO_BODY });
    this.#patience = setTimeout(() => this.kill(), CANCEL_GRACE_MS);
  }

  #killBecause(reason: TransportError): void {
    this.#reason ??= reason;
    this.kill();
  }

  /** Nothing that it writes can be understood any more. Whatever it runs ends with its exit. */
  #break(cause: unknown): void {
    const running = this.#runningCall();
    this.#killBecause(
      new TransportError('lost', 'The worker process wrote something that is no message.', {
        cause,
        running,
      }),
    );
  }

  #fallenSilent(seconds: number): void {
    const running = this.#runningCall();
    this.#killBecause(
      new TransportError('lost', `The worker process gave no sign of life for ${seconds} s.`, { running }),
    );
  }

  #take(frame: Frame): void {
    this.#silence.broken();
    switch (frame.type) {
      case 'warning':
        this.#onWarning?.(Buffer.from(frame.body).toString());
        break;
      case 'retire':
        if (this.#current === undefined) this.kill();
        break;
      case 'invoke':
        this.#current?.onNested(this.#nested.open(frame.id, { memoryMb: this.memoryMb, body: frame.body }));
        break;
      case 'cancel':
        this.#nested.cancel(frame.id);
        break;
      default:
        if (this.#current?.id === frame.id) this.#takeAnswer(this.#current, frame);
    }
  }

  #takeAnswer(current: Current, { type, body }: Frame): void {
    switch (type) {
      case 'part':
        current.onPart(body);
        break;
      case 'returned':
        current.onReturned(decodePosition(body));
        break;
      case 'output':
        current.onOutput(decodeOutput(body));
        break;
      case 'reply':
        this.#finish(current, body);
        break;
      case 'last-reply':
        this.#lastReply ??= body;
        break;
      case 'failure':
        this.#isEnding = true;
        this.#reason ??= decodeFailure(body);
        break;
    }
  }

  #finish(current: Current, body: Uint8Array<ArrayBuffer>): void {
    this.#current = undefined;
    this.#nested.abort();
    this.#hold(false);
    current.done.resolve(body);
  }

  /** What the process wrote last is read before it counts as gone; a child of its own may hold the pipe open for ever. */
  #drain(code: number | null, signal: NodeJS.Signals | null): void {
    this.#isEnding = true;
    const { child } = this.#worker;
    const finish = (): void => {
      clearTimeout(timer);
      child.off('close', finish);
      this.#end(this.#reason ?? causeOfExit({ pid: child.pid, code, signal, running: this.#runningCall() }));
    };
    const timer = setTimeout(finish, DRAIN_MS);
    child.once('close', finish);
  }

  #runningCall(): { readonly position: number } | undefined {
    const position = this.#current && this.#worker.runningCall.read(this.#current.id);
    return position === undefined ? undefined : { position };
  }

  /** The process could not be started, or not be signalled. */
  #failed(cause: Error): void {
    if (this.#worker.child.pid === undefined) {
      this.#end(
        new TransportError('unavailable', `No worker process could be started: ${cause.message}`, { cause }),
      );
    }
  }

  #end(error: TransportError): void {
    if (this.#isGone) return;
    this.#isGone = true;
    clearTimeout(this.#patience);
    const current = this.#current;
    this.#current = undefined;
    this.#silence.stop();
    this.#nested.abort();
    this.#worker.runningCall.close();
    if (this.#lastReply === undefined) current?.done.reject(error);
    else current?.done.resolve(this.#lastReply);
    this.#gone.resolve();
  }

  /** Only a busy worker keeps the program alive, and only such a one has to give signs of life. */
  #hold(isHeld: boolean): void {
    const { child, data, control } = this.#worker;
    for (const held of [child, data, control]) {
      if (isHeld) held.ref();
      else held.unref();
    }
    if (isHeld) this.#silence.listen();
    else this.#silence.pause();
  }

  /** Ends an idle process at once. */
  async close(): Promise<void> {
    // Whoever awaits this has to be told of the end: the program lives until then.
    this.#hold(true);
    this.kill();
    await this.gone;
  }
}
