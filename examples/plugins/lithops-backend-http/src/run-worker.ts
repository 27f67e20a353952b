import { fork } from 'node:child_process';
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

/** What became of a request, as an answer of HTTP. */
export interface Outcome {
  readonly status: number;
  readonly body?: Uint8Array | string;
}

const LOG_CHARACTERS = 2000;

/**
 * Runs one activation in a Node.js process, and resolves when that is gone.
 *
 * @param stop - ends it; its reason, which says why, is the outcome
 */
export async function runWorker(runtime: Runtime, task: Task, stop: AbortController): Promise<Outcome> {
  const { entry, memoryMb, timeoutMs, environment } = runtime;
  const child = fork(entry, {
    execArgv: memoryMb > 0 ? [`--max-old-space-size=${memoryMb}`] : [],
    env: { PATH: process.env['PATH'], ...environment },
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    signal: stop.signal,
    killSignal: 'SIGKILL',
  });
  const late: Outcome = { status: 408, body: `The worker took longer than ${timeoutMs} ms.` };
  const timer = setTimeout(() => stop.abort(late), timeoutMs);
  let reply: Uint8Array | undefined;
  child.once('message', (message: Uint8Array) => {
    reply = message;
    child.disconnect(); // and so it ends
  });
  let log = '';
  child.stderr?.on('data', (text: Buffer) => {
    process.stderr.write(text);
    log = (log + text).slice(-LOG_CHARACTERS);
  });
  // One that ends before it has read its task says more by how it ended.
  child.send(task, () => undefined);
  const end = await new Promise<string>((resolve) => {
    // One that was killed emits it, too, and exits after that.
    child.on('error', (error) => child.pid === undefined && resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  clearTimeout(timer);
  if (reply !== undefined) return { status: 200, body: reply };
  if (stop.signal.aborted) return stop.signal.reason;
  if (child.pid === undefined) return { status: 503, body: end };
  // So ends Node.js when its heap is full.
  const status = end === 'SIGABRT' || end === 'code 134' ? 507 : 500;
  return { status, body: `The worker process ended with ${end}.\n${log}` };
}
