import { fileURLToPath } from 'node:url';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { CallClaims } from '../worker/call-claims.js';
import { writeNoRunningCall, writeRunningCall } from './running-call-file.js';
import type { WatchData } from './watch-main.js';
import { MAX_WATCHED_CALLS, WatchedCalls } from './watched-calls.js';

/**
 * The user thread's side of the watch: starts its thread and tells it, and the client, which call runs. The thread starts
 * with the first activation, before anything of it is read: an idle process has nothing to watch, and while it boots, the
 * client needs the processor.
 */
export class CallWatch {
  readonly #calls = new WatchedCalls();
  readonly #memoryMb: number;
  #thread: Worker | undefined;

  /** @param memoryMb of the process; 0: no limit */
  constructor(memoryMb: number) {
    this.#memoryMb = memoryMb;
  }

  #start(): Worker {
    const workerData: WatchData = { calls: this.#calls.buffer, memoryBytes: this.#memoryMb * 2 ** 20 };
    const thread = new Worker(fileURLToPath(new URL('./localhost-watch.cjs', import.meta.url)), {
      workerData,
      // A heap limit of the process is the user thread's.
      execArgv: [],
      // It writes nothing, and wants no copy of the environment: both would have to be made before the first call.
      stdout: true,
      stderr: true,
      env: SHARE_ENV,
    });
    thread.unref();
    thread.on('error', (error) => {
      throw error;
    });
    return thread;
  }

  /** The activation that runs and the place of its running call; `undefined`: none does. */
  get running(): { readonly id: number; readonly position: number } | undefined {
    const seen = this.#calls.look();
    return seen === undefined || seen.running < 0 ? undefined : { id: seen.id, position: seen.running };
  }

  /** The activation is told of: the process may be silent. */
  rest(): void {
    this.#calls.isBusy = false;
  }

  /** Looks after one activation and its calls, until it may {@link rest}. @param id as the frames count */
  over(id: number): CallClaims {
    this.#calls.isBusy = true;
    this.#thread ??= this.#start();
    const thread = this.#thread;
    let isOpen = false;
    return {
      begin: (total, limitMs, patienceMs) => {
        if (total > MAX_WATCHED_CALLS)
          throw new RangeError(`Expected at most ${MAX_WATCHED_CALLS} calls, got ${total}.`);
        isOpen = true;
        writeNoRunningCall(id);
        this.#calls.begin(id, total, limitMs, patienceMs);
        if (this.#calls.isAsleep) thread.postMessage('calls run');
      },
      claim: (position, nowMs) => {
        if (!this.#calls.claim(position, nowMs)) return false;
        writeRunningCall(id, position);
        return true;
      },
      end: () => {
        if (isOpen) this.#calls.end();
        isOpen = false;
      },
    };
  }
}
