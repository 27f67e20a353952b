import type { ErrorCode } from '../errors/lithops-error.js';
import type { CodeReference } from './activation-payload.js';

/** What one attempt of a call came to, as the worker tells it. Bytes are the codec's. */
export type Outcome =
  | { readonly kind: 'value'; readonly stats: AttemptStats }
  | { readonly kind: 'error'; readonly stats: AttemptStats; readonly retryable: boolean }
  /** Work handed over: the client runs it and the call's future takes its result. */
  | { readonly kind: 'continuation'; readonly stats: AttemptStats; readonly work: ContinuationWork }
  /** Lithops itself had to fail the call in the worker: out of time, or a result that cannot travel. */
  | { readonly kind: 'failure'; readonly stats: AttemptStats; readonly failure: Failure };

/** A failure by code, as it crosses; the client makes a `CallError` of it. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

export interface AttemptStats {
  /** Time in the user's function, milliseconds. */
  readonly execMs: number;
  /** Largest resident set of the worker process so far, megabytes. */
  readonly peakMemoryMb: number;
  /** When the function was called, by the worker's clock, milliseconds since 1970. */
  readonly startedEpochMs: number;
  /** Processor time of the worker process meanwhile, milliseconds; `undefined`: too short to be measured. */
  readonly cpuMs: number | undefined;
}

/** `ctx.map` and friends, as data. Items are encoded one by one, so that the client can chunk them. */
export interface ContinuationWork {
  readonly method: 'map' | 'callAsync' | 'mapReduce';
  /** The function, encoded as a value; for `mapReduce` the reducer behind it. */
  readonly functions: readonly Uint8Array<ArrayBuffer>[];
  /** Code made in the worker that functions and items need. */
  readonly code: readonly CodeReference[];
  readonly items: readonly Uint8Array<ArrayBuffer>[];
  /** The items are not what the calls get but the names that were given to `obj`: the client finds their objects. */
  readonly areObjectNames: boolean;
  readonly options: Readonly<Record<string, unknown>>;
}
