import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { TransportError } from '../spec/transport-error.js';
import { workerNodeOptions } from '../util/node-options.js';
import { RunningCallFile } from './running-call-file.js';
import { tooManyFiles, withStreams } from './with-streams.js';
import { WORKER_FDS } from './worker-fds.js';

/** A worker process that was started, and what connects it with this one. */
export interface StartedWorker {
  readonly child: ChildProcess;
  /** To its user thread. */
  readonly data: Socket;
  /** To its watch thread. */
  readonly control: Socket;
  readonly runningCall: RunningCallFile;
}

/** Takes what a worker process wrote; what comes next waits until it has resolved. */
export type TakeWritten = (stream: 'stdout' | 'stderr', bytes: Uint8Array<ArrayBuffer>) => Promise<void>;

/**
 * @param memoryMb of the process; 0: no limit
 * @param onWritten takes what it writes; `undefined`: that goes where this process' own goes
 * @throws {TransportError} `unavailable` when this process may open no more files
 */
export function startWorker(memoryMb: number, onWritten?: TakeWritten): StartedWorker {
  const runningCall = openRunningCall();
  try {
    return startWith(runningCall, memoryMb, onWritten);
  } catch (error) {
    runningCall.close();
    throw error;
  }
}

function openRunningCall(): RunningCallFile {
  try {
    return RunningCallFile.open();
  } catch (cause) {
    throw tooManyFiles(cause);
  }
}

function startWith(
  runningCall: RunningCallFile,
  memoryMb: number,
  onWritten: TakeWritten | undefined,
): StartedWorker {
  // V8 collects garbage in time when its heap is limited, too; what lies outside the heap is what the watch is for.
  const heap = memoryMb === 0 ? [] : [`--max-old-space-size=${Math.ceil(memoryMb)}`];
  const entry = fileURLToPath(new URL('./localhost-worker.cjs', import.meta.url));
  const written = onWritten === undefined ? 'inherit' : 'pipe';
  const child = withStreams(
    spawn(process.execPath, [...heap, entry, String(memoryMb)], {
      stdio: ['ignore', written, written, 'pipe', 'pipe', runningCall.fd],
      env: { ...process.env, NODE_OPTIONS: workerNodeOptions(process.env['NODE_OPTIONS']) },
    }),
  );
  if (onWritten !== undefined) {
    takeWritten(child.stdout, (bytes) => onWritten('stdout', bytes));
    takeWritten(child.stderr, (bytes) => onWritten('stderr', bytes));
  }
  return {
    child,
    data: socketOf(child, WORKER_FDS.data),
    control: socketOf(child, WORKER_FDS.control),
    runningCall,
  };
}

function takeWritten(from: Readable | null, take: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>): void {
  from?.on('data', (piece: Uint8Array<ArrayBuffer>) => {
    from.pause();
    void take(piece).then(() => from.resume());
  });
}

/** `stdio: 'pipe'` makes a socket of each descriptor; the types know only of streams. */
function socketOf(child: ChildProcess, fd: number): Socket {
  const pipe = child.stdio[fd];
  if (pipe instanceof Socket) return pipe;
  throw new TransportError('unavailable', 'Expected a pipe to the worker process, got none.');
}
