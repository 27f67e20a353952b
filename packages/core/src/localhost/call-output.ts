import { codeOf } from '../util/thrown.js';
import { type CurrentCall, currentCall } from '../worker/current-call.js';
import { clearTimeout, setTimeout } from '../worker/own-timers.js';

/** So much of what a call writes is kept from its beginning, and as much from its end, bytes. */
export const KEPT_OUTPUT_BYTES = 64 * 1024;

/** How long a call’s output may take to leave the process after its end, milliseconds. */
const DRAIN_MS = 10_000;

const STREAM_NAMES = ['stdout', 'stderr'] as const;
type StreamName = (typeof STREAM_NAMES)[number];
export type TakeOutput = (call: CurrentCall, stream: StreamName, bytes: Uint8Array) => void;

/**
 * Keeps a copy of what calls write to `process.stdout` and `process.stderr`, call by call; everything still goes where it
 * went. The beginning is told at once, so that it is there when the process dies; of what is longer, the end follows when
 * the call has ended.
 */
export class CallOutputs {
  readonly #take: TakeOutput;
  readonly #calls = new Map<CurrentCall, Record<StreamName, LongOutput>>();
  readonly #streams = new Set<NodeJS.WriteStream>();

  constructor(take: TakeOutput) {
    this.#take = take;
  }

  /** Listens from now on. The streams are not made before somebody writes to them. */
  listen(): void {
    for (const name of STREAM_NAMES) {
      const stream = Object.getOwnPropertyDescriptor(process, name)?.get;
      if (stream === undefined) continue;
      let listened: NodeJS.WriteStream | undefined;
      Object.defineProperty(process, name, {
        configurable: true,
        enumerable: true,
        get: () => {
          listened ??= this.#listenTo(stream.call(process), name);
          return listened;
        },
      });
    }
  }

  #listenTo(stream: NodeJS.WriteStream, name: StreamName): NodeJS.WriteStream {
    const write = stream.write;
    this.#streams.add(stream);
    stream.on('error', unlessReaderIsGone);
    stream.write = (chunk: unknown, ...rest: unknown[]): boolean => {
      const call = currentCall();
      if (call !== undefined) this.#copy(call, name, chunk, rest[0]);
      return Reflect.apply(write, stream, [chunk, ...rest]);
    };
    return stream;
  }

  #copy(call: CurrentCall, name: StreamName, chunk: unknown, encoding: unknown): void {
    const bytes = bytesOf(chunk, encoding);
    if (bytes === undefined || bytes.byteLength === 0) return;
    const known = this.#calls.get(call) ?? { stdout: new LongOutput(), stderr: new LongOutput() };
    this.#calls.set(call, known);
    const first = known[name].add(bytes);
    if (first.byteLength > 0) this.#take(call, name, first);
  }

  /**
   * The call has ended: tells what has not been told. What it writes later counts anew.
   *
   * @returns resolves when everything is out, a few seconds later at most: whoever learns of the outcome may end the process
   */
  end(call: CurrentCall): void | Promise<void> {
    const outputs = this.#calls.get(call);
    if (outputs === undefined) return;
    this.#calls.delete(call);
    for (const name of STREAM_NAMES) {
      const rest = outputs[name].rest();
      if (rest !== undefined) this.#take(call, name, rest);
    }
    const waiting = [...this.#streams].filter((stream) => stream.writableLength > 0);
    return waiting.length === 0 ? undefined : drained(waiting);
  }
}

/** A reader that has gone away is no reason to fail a call: `console` takes it so, too. */
function unlessReaderIsGone(error: Error): void {
  if (codeOf(error) !== 'EPIPE') throw error;
}

async function drained(streams: readonly NodeJS.WriteStream[]): Promise<void> {
  const out = streams.map((stream) => new Promise<void>((resolve) => stream.write('', () => resolve())));
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, DRAIN_MS);
  });
  await Promise.race([Promise.all(out), over]);
  clearTimeout(timer);
}

/** The beginning and the end of a text that may be very long. */
class LongOutput {
  #roomBytes = KEPT_OUTPUT_BYTES;
  #leftOutBytes = 0;
  #tail: Uint8Array[] = [];
  #tailBytes = 0;

  /** @returns the part of it that still belongs to the beginning */
  add(bytes: Uint8Array): Uint8Array {
    const first = bytes.subarray(0, this.#roomBytes);
    this.#roomBytes -= first.byteLength;
    const later = bytes.subarray(first.byteLength);
    if (later.byteLength > 0) this.#addToTail(later.slice());
    return first;
  }

  #addToTail(bytes: Uint8Array): void {
    this.#tail.push(bytes);
    this.#tailBytes += bytes.byteLength;
    for (let oldest = this.#tail[0]; oldest !== undefined; oldest = this.#tail[0]) {
      if (this.#tailBytes - oldest.byteLength < KEPT_OUTPUT_BYTES) break;
      this.#tail.shift();
      this.#tailBytes -= oldest.byteLength;
      this.#leftOutBytes += oldest.byteLength;
    }
  }

  rest(): Uint8Array | undefined {
    if (this.#tailBytes === 0) return undefined;
    const tail = Buffer.concat(this.#tail);
    const kept = tail.subarray(Math.max(0, tail.byteLength - KEPT_OUTPUT_BYTES));
    const leftOut = this.#leftOutBytes + tail.byteLength - kept.byteLength;
    return leftOut === 0 ? kept : Buffer.concat([Buffer.from(`\n… ${leftOut} bytes left out …\n`), kept]);
  }
}

function bytesOf(chunk: unknown, encoding: unknown): Uint8Array | undefined {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk !== 'string') return undefined;
  return Buffer.from(chunk, isEncoding(encoding) ? encoding : 'utf8');
}

function isEncoding(value: unknown): value is BufferEncoding {
  return typeof value === 'string' && Buffer.isEncoding(value);
}
