import { type ChildProcess, fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';
import { type CaptureOptions, CodeSpace, capture } from '../../src/index.js';
import type { Reply, Request } from './messages.js';

/** Starting a process takes its time on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

type AnyFunction = (...parameters: never[]) => unknown;

/** A fresh process without the program's code. One for each test file; ends with it. */
class Worker {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolve<Reply>>();
  #lastId = 0;

  constructor() {
    this.#process = fork(join(import.meta.dirname, 'fixtures/worker-host.ts'), {
      execArgv: ['--import', import.meta.resolve('tsx')],
      serialization: 'advanced',
      // Not the program's: what it resolves from its working directory is not there.
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'] },
    });
    this.#process.on('message', (reply: Reply) => this.#waiting.get(reply.id)?.resolve(reply));
    this.#process.on('exit', (code) => {
      for (const { reject } of this.#waiting.values())
        reject(new Error(`the worker ended with code ${code}`));
    });
  }

  async call(request: Omit<Request, 'id'>): Promise<Reply> {
    this.#lastId += 1;
    const id = this.#lastId;
    const reply = withResolve<Reply>();
    this.#waiting.set(id, reply);
    this.#process.send({ ...request, id });
    return reply.promise.finally(() => this.#waiting.delete(id));
  }

  close(): void {
    this.#process.removeAllListeners('exit');
    this.#process.kill();
  }
}

let worker: Worker | undefined;
afterAll(() => {
  worker?.close();
  worker = undefined;
});

/** A job: one captured function, called any number of times in one worker process, state shared between the calls. */
export class RemoteJob<F extends AnyFunction> {
  readonly #space: CodeSpace;
  readonly #capsule: ReturnType<typeof capture>;
  #isLoaded = false;

  constructor(fn: F, options?: CaptureOptions) {
    this.#capsule = capture(fn, options);
    this.#space = CodeSpace.of(this.#capsule);
  }

  /** Resolves to the result, rejects with what the function threw; both as the client sees them. */
  async call(...parameters: Parameters<F>): Promise<Awaited<ReturnType<F>>> {
    const { bytes, capsules, failures } = this.#space.encode([parameters], { path: () => 'item' });
    const [failure] = failures.values();
    if (failure) throw failure;
    worker ??= new Worker();
    const sent = (this.#isLoaded ? capsules : [this.#capsule, ...capsules]).map(({ hash, bytes: code }) => ({
      hash,
      bytes: code,
    }));
    const reply = await worker.call({ capsules: sent, items: bytes, keep: this.#isLoaded });
    this.#isLoaded = true;
    if (reply.outcome === 'broken')
      throw new Error(`the worker could not run it: ${reply.stack ?? reply.message}`);
    await this.#space.add(reply.capsules);
    const [value] = this.#space.decode(reply.bytes);
    if (reply.outcome === 'threw') throw value;
    // What the codec gives has the type that the function has, or the test that compares it fails.
    return value as Awaited<ReturnType<F>>;
  }
}

/** Captures a function, runs it once in a fresh process, gives its result. */
export function remote<F extends AnyFunction>(
  fn: F,
  ...parameters: Parameters<F>
): Promise<Awaited<ReturnType<F>>> {
  return new RemoteJob(fn).call(...parameters);
}

interface PromiseWithResolve<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;
}

function withResolve<T>(): PromiseWithResolve<T> {
  let settle: Omit<PromiseWithResolve<T>, 'promise'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  if (!settle) throw new Error('a promise runs its executor at once');
  return { promise, ...settle };
}
