import type { RuntimeHandle } from './runtime.js';

/** One run of a worker. `body` is made and read by core on both sides; a backend carries it and never looks inside. */
export interface Activation {
  readonly id: string;
  readonly jobId: string;
  readonly runtime: RuntimeHandle;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly deadlineEpochMs: number;
}

/** `inline`: the reply carries the outcomes. `none`: accepted only; outcomes come by a monitor. */
export type ReplyMode = 'inline' | 'none';

export interface ActivationReply {
  /** The platform's request id, for logs. */
  readonly requestId: string;
  /** What `runActivation` made; only for `inline`. */
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
  /** What the platform bills for the activation, US dollars, where it tells that with its answer. */
  readonly usd?: number | undefined;
}

export interface InvokeOptions {
  readonly reply: ReplyMode;
  /**
   * Aborted when the dispatcher gives the activation up: cancelled, or past its deadline. Where nothing stops what runs
   * (`capabilities.cancel` is not `running`), a cancelled one is waited for: it is aborted when the executor closes.
   * `invoke` ends then (where there is `cancelActivation`, that is called as well); aborted before, nothing is sent.
   */
  readonly signal: AbortSignal;
  /**
   * For transports that can stream: hands over a part of the reply before the end, each as `runActivation` reported it.
   * A transport that cannot simply never calls it.
   */
  readonly onPart?: ((body: Uint8Array<ArrayBuffer>) => void) | undefined;
  /**
   * For transports with queues of their own (`capabilities.tellsStart`): a worker has taken the activation. Time does not
   * count before.
   */
  readonly onStarted?: (() => void) | undefined;
  /** For transports that can take calls back: those from this position on were not begun and will not be. */
  readonly onReturned?: ((firstPosition: number) => void) | undefined;
  /** For transports that can tell them apart: something that a call wrote. */
  readonly onOutput?: ((output: CallOutput) => void) | undefined;
}

/** What a call wrote to its standard streams, as it came. */
export interface CallOutput {
  /** Number of the call in its job. */
  readonly index: number;
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Uint8Array;
}
