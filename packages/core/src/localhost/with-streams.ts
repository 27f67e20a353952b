import type { ChildProcess } from 'node:child_process';
import { TransportError } from '../spec/transport-error.js';

/**
 * The process that `spawn` gave, unless this one may open no more files: then it has no streams, and Node.js tells why later,
 * by an event that ends the program where nobody listens.
 *
 * @throws {TransportError} `unavailable`
 */
export function withStreams<C extends ChildProcess>(child: C): C {
  const streams: unknown = child.stdio;
  if (streams !== undefined) return child;
  child.once('error', () => undefined);
  throw tooManyFiles();
}

/** @param cause what the system said, where it did */
export function tooManyFiles(cause?: unknown): TransportError {
  const message =
    'No worker process could be started: this program may open no more files. Close some, or raise the limit (`ulimit -n`).';
  return new TransportError('unavailable', message, { cause });
}
