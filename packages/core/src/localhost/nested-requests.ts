import type { CallOutput } from '../spec/activation.js';
import { TransportError } from '../spec/transport-error.js';
import { type AgentWork, encodeFailure, encodeOutput, encodePosition } from './frame-bodies.js';
import { type Frame, type FrameType, NO_BODY } from './frames.js';

/** An activation that came as an `invoke` frame: a call inside a worker process wants it run, or an agent's client. */
export interface NestedRequest {
  /** Of the process that runs it; 0: no limit. */
  readonly memoryMb: number;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
  /** A worker has it. */
  started(): void;
  part(body: Uint8Array<ArrayBuffer>): void;
  returned(firstPosition: number): void;
  output(output: CallOutput): void;
  reply(body: Uint8Array<ArrayBuffer>): void;
  fail(error: TransportError): void;
}

/** What the other end of a channel has asked for and not got yet. */
export class NestedRequests {
  readonly #send: (frame: Frame) => void;
  readonly #open = new Map<number, AbortController>();

  constructor(send: (frame: Frame) => void) {
    this.#send = send;
  }

  get isAny(): boolean {
    return this.#open.size > 0;
  }

  open(id: number, { memoryMb, body }: AgentWork): NestedRequest {
    const abort = new AbortController();
    this.#open.set(id, abort);
    const tell = (type: FrameType, bytes: Uint8Array<ArrayBuffer>): void =>
      this.#send({ type, id, body: bytes });
    const answer = (type: FrameType, bytes: Uint8Array<ArrayBuffer>): void => {
      this.#open.delete(id);
      tell(type, bytes);
    };
    return {
      memoryMb,
      body,
      signal: abort.signal,
      started: () => tell('started', NO_BODY),
      part: (bytes) => tell('part', bytes),
      returned: (position) => tell('returned', encodePosition(position)),
      output: (output) => tell('output', encodeOutput(output)),
      reply: (bytes) => answer('reply', bytes),
      fail: (error) => answer('failure', encodeFailure(error)),
    };
  }

  cancel(id: number): void {
    this.#open.get(id)?.abort(new TransportError('lost', 'Cancelled by the call that asked for it.'));
  }

  /** The call that asked for them has ended. */
  abort(): void {
    for (const abort of this.#open.values()) {
      abort.abort(new TransportError('lost', 'The call that asked for it has ended.'));
    }
    this.#open.clear();
  }
}
