import type { CallOutput } from '../spec/activation.js';
import type { WorkerHalf } from '../spec/plugin.js';
import {
  TransportError,
  type TransportErrorKind,
  type TransportErrorOptions,
} from '../spec/transport-error.js';

/** Body of a `returned` frame. */
export function encodePosition(position: number): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(4);
  new DataView(body.buffer).setUint32(0, position, true);
  return body;
}

export function decodePosition(body: Uint8Array<ArrayBuffer>): number {
  return new DataView(body.buffer, body.byteOffset).getUint32(0, true);
}

/** What an agent is to run, and in how much memory. */
export interface AgentWork {
  /** Of the process that runs it; 0: no limit. */
  readonly memoryMb: number;
  readonly body: Uint8Array<ArrayBuffer>;
}

const MEMORY_BYTES = 8;

/** Body of an `invoke` frame for an agent: memory limit in MB (f64 LE), then the body as worker processes get it. */
export function encodeWork({ memoryMb, body }: AgentWork): Uint8Array<ArrayBuffer> {
  const work = new Uint8Array(MEMORY_BYTES + body.byteLength);
  new DataView(work.buffer).setFloat64(0, memoryMb, true);
  work.set(body, MEMORY_BYTES);
  return work;
}

export function decodeWork(work: Uint8Array<ArrayBuffer>): AgentWork {
  const memoryMb = new DataView(work.buffer, work.byteOffset).getFloat64(0, true);
  return { memoryMb, body: work.subarray(MEMORY_BYTES) };
}

const STREAMS = ['stdout', 'stderr'] as const;
const OUTPUT_HEADER_BYTES = 5;

/** Body of an `output` frame: number of the call (u32 LE), stream (u8: 0 stdout, 1 stderr), bytes. */
export function encodeOutput({ index, stream, bytes }: CallOutput): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(OUTPUT_HEADER_BYTES + bytes.byteLength);
  const view = new DataView(body.buffer);
  view.setUint32(0, index, true);
  view.setUint8(4, STREAMS.indexOf(stream));
  body.set(bytes, OUTPUT_HEADER_BYTES);
  return body;
}

export function decodeOutput(body: Uint8Array<ArrayBuffer>): CallOutput {
  const view = new DataView(body.buffer, body.byteOffset);
  return {
    index: view.getUint32(0, true),
    stream: STREAMS[view.getUint8(4)] ?? 'stdout',
    bytes: body.subarray(OUTPUT_HEADER_BYTES),
  };
}

/** What a `failure` frame says, as JSON: a {@link TransportError} without its cause. */
export interface TransportFailure
  extends Pick<TransportErrorOptions, 'retryAfterMs' | 'logTail' | 'running'> {
  readonly kind: TransportErrorKind;
  readonly message: string;
}

export function encodeFailure(failure: TransportFailure): Uint8Array<ArrayBuffer> {
  const { kind, message, retryAfterMs, logTail, running } = failure;
  return new Uint8Array(Buffer.from(JSON.stringify({ kind, message, retryAfterMs, logTail, running })));
}

/** @throws {SyntaxError} when it is no JSON. */
export function decodeFailure(body: Uint8Array<ArrayBuffer>): TransportError {
  const { kind, message, ...options }: TransportFailure = JSON.parse(Buffer.from(body).toString());
  return new TransportError(kind, message, options);
}

/** Body of a `storage` or `monitor` frame, as JSON. */
export function encodeHalf(half: WorkerHalf): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(JSON.stringify(half)));
}

/** @throws {SyntaxError} when it is no JSON. */
export function decodeHalf(body: Uint8Array<ArrayBuffer>): WorkerHalf {
  return JSON.parse(Buffer.from(body).toString());
}
