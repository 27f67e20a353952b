import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { TransportError } from '../spec/transport-error.js';
import { deferred } from '../util/deferred.js';
import { Channel } from './channel.js';
import type { ContainerCommand } from './container-command.js';
import { encodeWork } from './frame-bodies.js';
import type { Frame } from './frames.js';
import type { PoolTask } from './process-pool.js';
import { RemoteActivations } from './remote-activations.js';
import { Silence } from './silence.js';
import { TextTail } from './text-tail.js';
import { withStreams } from './with-streams.js';

/** How long a container may take to end by itself, milliseconds. */
const CLOSE_MS = 5000;
/** How long its last words are waited for, milliseconds. */
const DRAIN_MS = 1000;

/** Told what a container says by itself. */
export interface ContainerListeners {
  onWarning(text: string): void;
  onWritten(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * A container and the agent in it, seen from the client. States: starting → ready → gone. It ends with its standard input,
 * so that it does not outlive this program, however that ends.
 */
export class ContainerAgent {
  readonly #command: ContainerCommand;
  readonly #listeners: ContainerListeners;
  readonly #child: Child;
  readonly #activations: RemoteActivations;
  readonly #ready = deferred<void>();
  readonly #gone = deferred<void>();
  readonly #silence = new Silence((seconds) => this.#fallenSilent(seconds));
  readonly #stderr = new TextTail();
  #isReady = false;
  #isGone = false;
  /** Why it ends, where its exit would not tell. */
  #reason: TransportError | undefined;

  constructor(command: ContainerCommand, listeners: ContainerListeners) {
    this.#command = command;
    this.#listeners = listeners;
    // In a process group of its own: Ctrl-C is for this program, which decides what becomes of its workers.
    const child = withStreams(
      spawn(command.file, command.arguments, { stdio: ['pipe', 'pipe', 'pipe'], detached: true }),
    );
    this.#child = child;
    const pipes = { input: child.stdout, output: child.stdin };
    const channel = new Channel(
      pipes,
      (frame) => this.#take(frame),
      () => undefined,
      (cause) => this.#break(cause),
    );
    this.#activations = new RemoteActivations((frame) => channel.send(frame));
    child.stderr.on('data', (piece: Uint8Array) => this.#stderr.add(piece));
    child.once('exit', (code, signal) => this.#drain(code, signal));
    child.on('error', (error) => {
      if (child.pid === undefined) this.#end(command.missing(error));
    });
    // Whoever asks is told; nobody has to.
    this.#ready.promise.catch(() => undefined);
  }

  /** Resolves when it takes work. @throws {LithopsError} when it ends first: what was wrong with engine or image. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Resolves when it has ended. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  /** @throws {TransportError} when it came to nothing; not before its work is gone. */
  async run(task: PoolTask): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#isGone) throw new TransportError('unavailable', 'The container ended while it was idle.');
    this.#hold(true);
    try {
      return await this.#activations.run(encodeWork(task), task);
    } finally {
      this.#hold(this.#activations.isAny);
    }
  }

  #take(frame: Frame): void {
    this.#silence.broken();
    switch (frame.type) {
      case 'beat':
        this.#becomeReady();
        break;
      case 'warning':
        this.#listeners.onWarning(Buffer.from(frame.body).toString());
        break;
      case 'stdout':
      case 'stderr':
        this.#listeners.onWritten(frame.type, frame.body);
        break;
      default:
        this.#activations.take(frame);
    }
  }

  #becomeReady(): void {
    if (this.#isReady || this.#isGone) return;
    this.#isReady = true;
    this.#hold(this.#activations.isAny);
    this.#ready.resolve();
  }

  /** Only a busy one keeps the program alive, and only such a one has to give signs of life. */
  #hold(isHeld: boolean): void {
    const { stdin, stdout, stderr } = this.#child;
    // `stdio: 'pipe'` makes a socket of each; the types know only of streams.
    const pipes = [stdin, stdout, stderr].filter((pipe) => pipe instanceof Socket);
    for (const held of [this.#child, ...pipes]) {
      if (isHeld) held.ref();
      else held.unref();
    }
    if (isHeld) this.#silence.listen();
    else this.#silence.pause();
  }

  #break(cause: unknown): void {
    this.#kill(new TransportError('lost', 'The container wrote something that is no message.', { cause }));
  }

  #fallenSilent(seconds: number): void {
    this.#kill(new TransportError('lost', `The container gave no sign of life for ${seconds} s.`));
  }

  #kill(reason: TransportError): void {
    this.#reason ??= reason;
    void this.#remove();
  }

  async #remove(): Promise<void> {
    await this.#command.remove();
    this.#child.kill('SIGKILL');
  }

  /** What it wrote last is read before it counts as gone. */
  #drain(code: number | null, signal: NodeJS.Signals | null): void {
    const finish = (): void => {
      clearTimeout(timer);
      this.#child.off('close', finish);
      this.#end(this.#command.failure({ code, signal, stderr: this.#stderr.text }), code, signal);
    };
    const timer = setTimeout(finish, DRAIN_MS);
    this.#child.once('close', finish);
    // Somebody killed the engine's command: its container may run on.
    if (signal !== null) void this.#command.remove();
  }

  #end(failure: Error, code: number | null = null, signal: NodeJS.Signals | null = null): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#silence.stop();
    this.#ready.reject(this.#reason ?? failure);
    // First, so that whoever is told of a failure finds no container any more, and starts another one.
    this.#gone.resolve();
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
    this.#activations.failAll(
      this.#reason ??
        new TransportError('lost', `The container ${this.#command.name} ended ${how}.`, {
          logTail: this.#stderr.text || undefined,
        }),
    );
  }

  /** Ends it at once: its workers are killed. */
  async close(): Promise<void> {
    if (this.#isGone) return;
    this.#hold(true);
    this.#child.stdin.end();
    const timer = setTimeout(() => void this.#remove(), CLOSE_MS);
    await this.gone;
    clearTimeout(timer);
  }
}
