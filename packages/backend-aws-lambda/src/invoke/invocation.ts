import type { ReplyMode } from '@lithops/core/spec';
import type { CallingFunction } from '../nested/calling-function.js';

/** What a function is invoked with. */
export interface InvocationEvent {
  readonly reply: ReplyMode;
  /** The function itself, for executors inside its calls. */
  readonly caller: CallingFunction;
  /** Bytes of the activation, in base64: Lambda carries JSON. */
  readonly body: string;
}

/** An event that asks a worker what it is, instead of work. */
export const PROBE = '{"probe":true}';

/** What a worker writes, followed by the id of the request, when it ends without having begun the request's work. */
export const RETIRED = 'lithops-worker-retired';

/** What a worker's lines begin with that tell which of several calls wrote what comes next. */
export const CALL = 'lithops-call';

export function encodeEvent(reply: ReplyMode, caller: CallingFunction, body: Uint8Array): Uint8Array {
  return Buffer.from(`{"reply":"${reply}","caller":${JSON.stringify(caller)},"body":"${toText(body)}"}`);
}

export function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
