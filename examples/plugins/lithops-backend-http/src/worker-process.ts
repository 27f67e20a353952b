import { type ChildProcess, fork } from 'node:child_process';
import type { Task } from './worker.js';

/** What the client has deployed, as it lies on this machine. */
export interface Runtime {
  /** Path of the file that starts a worker. */
  readonly entry: string;
  /** 0: no limit. */
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** What became of an activation, as an answer of HTTP. */
export interface Outcome {
  readonly status: number;
  readonly body: Uint8Array | string;
}

const LOG_CHARACTERS = 2000;

/** A Node.js process that runs one activation. */
export class WorkerProcess {
  /** Resolves when the process is gone. */
  readonly outcome: Promise<Outcome>;
  readonly #child: ChildProcess;
  #reply: Uint8Array | undefined;
  #log = '';
  #stopped: Outcome | undefined;

  constructor({ entry, memoryMb, timeoutMs, environment }: Runtime, task: Task) {
    this.#child = fork(entry, {
      execArgv: memoryMb > 0 ? [`--max-old-space-size=${memoryMb}`] : [],
      env: { PATH: process.env['PATH'], ...environment },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    const timer = setTimeout(() => this.stop(408, `The worker took longer than ${timeoutMs} ms.`), timeoutMs);
    this.outcome = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve({ status: 503, body: error.message }));
      // Behind its last message, and not before the process has exited.
      this.#child.once('exit', (code, signal) => {
        const end = (): void => resolve(this.#outcomeOf(code, signal));
        if (this.#child.connected) this.#child.once('disconnect', end);
        else end();
      });
    });
    void this.outcome.then(() => clearTimeout(timer));
    this.#child.once('message', (reply: Uint8Array) => (this.#reply = reply));
    this.#child.stderr?.on('data', (text: Buffer) => {
      process.stderr.write(text);
      this.#log = (this.#log + text).slice(-LOG_CHARACTERS);
    });
    // One that ends before it has read its task says more by how it ended.
    this.#child.send(task, () => undefined);
  }

  stop(status: number, body: string): void {
    this.#stopped = { status, body };
    this.#child.kill('SIGKILL');
  }

  #outcomeOf(code: number | null, signal: NodeJS.Signals | null): Outcome {
    if (this.#reply !== undefined) return { status: 200, body: this.#reply };
    if (this.#stopped !== undefined) return this.#stopped;
    // So ends Node.js when its heap is full.
    const status = signal === 'SIGABRT' || code === 134 ? 507 : 500;
    return { status, body: `The worker process ended with ${signal ?? `code ${code}`}.\n${this.#log}` };
  }
}
