import { WorkerProcess } from './worker-process.js';

/** A worker process that boots before anybody has work for it, in the hands of whoever had it started. */
export interface SpareWorker {
  /** Ends it unless a pool has taken it; resolves when it is gone. */
  close(): Promise<void>;
}

interface Spare {
  readonly worker: WorkerProcess;
  readonly circumstances: string;
}

/** One for all executors of the program: that many never used ones cannot fill the machine. */
let spare: Spare | undefined;

/**
 * Starts a worker process for whichever pool asks first. It does not keep the program alive and ends with it.
 *
 * @param memoryMb heap of the process; 0: no limit
 * @returns `undefined` when there is one already, or none can be started now.
 */
export function startSpareWorker(memoryMb: number): SpareWorker | undefined {
  if (spare?.worker.isIdle) return undefined;
  try {
    const own: Spare = { worker: new WorkerProcess(memoryMb), circumstances: circumstances() };
    spare = own;
    return { close: () => endUnlessTaken(own) };
  } catch {
    // The pool will try again when there is work, and then the failure has somebody to be told to.
    return undefined;
  }
}

/** Hands out the worker that waits, if a new one would be no different from it. */
export function takeSpareWorker(memoryMb: number): WorkerProcess | undefined {
  if (spare === undefined || spare.worker.memoryMb !== memoryMb) return undefined;
  const { worker, circumstances: then } = spare;
  spare = undefined;
  if (worker.isIdle && then === circumstances()) return worker;
  worker.kill();
  return undefined;
}

async function endUnlessTaken(own: Spare): Promise<void> {
  if (spare !== own) return;
  spare = undefined;
  await own.worker.close();
}

/** What a process inherits when it is started, and a program may change at any time. */
function circumstances(): string {
  return JSON.stringify([process.cwd(), process.geteuid?.(), process.getegid?.(), process.env]);
}
