import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** What a worker process is asked to run. */
export interface WorkerTask {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly deadlineEpochMs?: number | undefined;
  /** Index of an array child. */
  readonly activation?: number | undefined;
}

/** Messages to a worker process. */
export type ToWorker =
  | ({ readonly type: 'run'; readonly id: number } & WorkerTask)
  | { readonly type: 'cancel'; readonly id: number };

interface FromWorker {
  readonly id: number;
  readonly reply: Uint8Array<ArrayBuffer>;
  /** The process ends behind this one. */
  readonly isLast: boolean;
}

const ENTRY = fileURLToPath(new URL('./worker-entry.mjs', import.meta.url));
const LOG_CHARACTERS = 2000;

/** The process ended before it answered. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied';
  readonly log: string;

  constructor(message: string, log: string) {
    super(message);
    this.log = log;
  }
}

/** One Node.js process that runs one activation at a time, as many as it is given. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #log = '';
  #ids = 0;
  #onOutput: (() => void) | undefined;

  constructor() {
    this.#child = fork(ENTRY, [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#exited = once(this.#child, 'exit');
    this.#child.stdout?.on('data', () => this.#onOutput?.());
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#log = (this.#log + chunk.toString()).slice(-LOG_CHARACTERS);
    });
    this.#hold(false);
  }

  /** Only a process that runs something keeps the program alive, as machines of a cloud do not. */
  #hold(isHeld: boolean): void {
    const { channel, stdout, stderr } = this.#child;
    const pipes = [stdout, stderr].filter((stream) => stream instanceof Socket);
    for (const handle of [this.#child, channel, ...pipes]) {
      if (isHeld) handle?.ref();
      else handle?.unref();
    }
  }

  get hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** @throws {WorkerDied} */
  async run(task: WorkerTask, onOutput?: () => void): Promise<Uint8Array<ArrayBuffer>> {
    const id = this.#ids++;
    this.#onOutput = onOutput;
    const listening = new AbortController();
    const replied = this.#reply(id, listening.signal);
    this.#hold(true);
    try {
      this.#send({ type: 'run', id, ...task });
      const { reply, isLast } = await Promise.race([replied, this.#died()]);
      if (isLast) await this.#exited;
      return reply;
    } finally {
      this.#onOutput = undefined;
      listening.abort();
      this.#hold(false);
    }
  }

  #reply(id: number, signal: AbortSignal): Promise<FromWorker> {
    return new Promise((resolve) => {
      const onMessage = (message: FromWorker): void => {
        if (message.id === id) resolve({ ...message, reply: new Uint8Array(message.reply) });
      };
      this.#child.on('message', onMessage);
      signal.addEventListener('abort', () => this.#child.off('message', onMessage));
    });
  }

  async #died(): Promise<never> {
    await this.#exited;
    const { exitCode, signalCode } = this.#child;
    throw new WorkerDied(`The worker process ended with ${signalCode ?? exitCode}.`, this.#log);
  }

  #send(message: ToWorker): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** Resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#hold(true);
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}
