import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import path from 'node:path';
import { WORKER_FDS } from './worker-fds.js';

/** Layout: number of the activation (u32 LE), place of the call in it (u32 LE), both as the frames count. */
const BYTES = 8;
const NONE = 2 ** 32 - 1;

/**
 * Which call a worker process runs, where its client can still read it after the process was killed: a file without a name
 * that both have open. Writing it costs half a microsecond, so that it can be done for every call.
 */
export class RunningCallFile {
  readonly fd: number;

  private constructor(fd: number) {
    this.fd = fd;
  }

  /**
   * Where no file can be made, what is written goes nowhere, and the first call without an outcome counts as the one that
   * ran. The worker has the descriptor all the same: without it, Node.js opens something of its own under that number.
   */
  static open(): RunningCallFile {
    return new RunningCallFile(makeFile() ?? openSync(devNull, 'r+'));
  }

  /** Place of the call that runs, or ran last, in that activation. */
  read(activation: number): number | undefined {
    const bytes = Buffer.alloc(BYTES);
    if (readSync(this.fd, bytes, 0, BYTES, 0) < BYTES || bytes.readUInt32LE(0) !== activation)
      return undefined;
    const position = bytes.readUInt32LE(4);
    return position === NONE ? undefined : position;
  }

  close(): void {
    closeSync(this.fd);
  }
}

let nextNumber = 0;

/** Linux keeps the files of this folder in memory: writing them costs least. */
const IN_MEMORY = '/dev/shm';

/** @returns its descriptor; `undefined` when no temporary folder takes a file, or not these few bytes */
function makeFile(): number | undefined {
  return makeFileIn(IN_MEMORY) ?? makeFileIn(tmpdir());
}

function makeFileIn(folder: string): number | undefined {
  let fd: number | undefined;
  try {
    const name = path.join(folder, `lithops-running-${process.pid}-${nextNumber++}`);
    fd = openSync(name, 'wx+', 0o600);
    unlinkSync(name);
    // The bytes are there from the beginning: a disk that is full later does no harm.
    writeSync(fd, encoded(NONE, NONE), 0, BYTES, 0);
    return fd;
  } catch {
    if (fd !== undefined) closeSync(fd);
    return undefined;
  }
}

const buffer = Buffer.alloc(BYTES);

/** In the worker process: says which call runs. */
export function writeRunningCall(activation: number, position: number): void {
  buffer.writeUInt32LE(activation, 0);
  buffer.writeUInt32LE(position, 4);
  writeSync(WORKER_FDS.runningCall, buffer, 0, BYTES, 0);
}

/** In the worker process: an activation begins; none of its calls runs yet. */
export function writeNoRunningCall(activation: number): void {
  writeRunningCall(activation, NONE);
}

function encoded(activation: number, position: number): Buffer {
  const bytes = Buffer.alloc(BYTES);
  bytes.writeUInt32LE(activation, 0);
  bytes.writeUInt32LE(position, 4);
  return bytes;
}
