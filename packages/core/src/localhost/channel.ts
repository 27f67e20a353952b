import { writeSync } from 'node:fs';
import type { Duplex, Readable, Writable } from 'node:stream';
import { codeOf } from '../util/thrown.js';
import { type Frame, FrameReader, frameHeader } from './frames.js';

/** Copying so little behind the header is quicker than writing it by itself. */
const COPIED_BYTES = 16 * 1024;

/** Two pipes, one each way. */
export interface PipePair {
  readonly input: Readable;
  readonly output: Writable;
}

/**
 * Frames over a duplex pipe, or a pair of pipes. Writes after the other side is gone are dropped: its end is told by the
 * process' exit.
 */
export class Channel {
  readonly #pipe: Writable;

  /** @param onError called once when what comes in cannot be understood; all that follows is dropped. */
  constructor(
    pipe: Duplex | PipePair,
    onFrame: (frame: Frame) => void,
    onEnd: () => void,
    onError: (cause: unknown) => void = onEnd,
  ) {
    const { input, output } = 'output' in pipe ? pipe : { input: pipe, output: pipe };
    this.#pipe = output;
    const reader = new FrameReader(onFrame);
    let isBroken = false;
    input.on('data', (piece: Uint8Array) => {
      // Still read, so that the pipe can come to its end.
      if (isBroken) return;
      try {
        reader.push(piece);
      } catch (error) {
        isBroken = true;
        onError(error);
      }
    });
    input.on('error', onEnd);
    input.on('close', onEnd);
    input.on('end', onEnd);
    if ('output' in pipe) output.on('error', onEnd);
  }

  send(frame: Frame): void {
    if (this.#pipe.destroyed || !this.#pipe.writable) return;
    const header = frameHeader(frame);
    if (frame.body.byteLength <= COPIED_BYTES) {
      this.#pipe.write(Buffer.concat([header, frame.body]));
      return;
    }
    this.#pipe.cork();
    this.#pipe.write(header);
    this.#pipe.write(frame.body);
    this.#pipe.uncork();
  }

  /**
   * Writes past the event loop, for a process that is about to end. Nothing is written when something still waits in the
   * pipe's own queue: half a frame of that may be out.
   */
  sendNow(fd: number, frame: Frame): void {
    if (this.#pipe.writableLength > 0) return;
    for (const bytes of [frameHeader(frame), frame.body]) writeWhole(fd, bytes);
  }

  /** Resolves when everything that was sent has been handed to the system. */
  flushed(): Promise<void> {
    return new Promise((resolve) => {
      this.#pipe.write(new Uint8Array(0), () => resolve());
    });
  }
}

function writeWhole(fd: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.byteLength) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      // The pipe is full: the client is reading it.
      if (codeOf(error) !== 'EAGAIN') return;
    }
  }
}
