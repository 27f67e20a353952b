import type { ActivationBackend } from '../spec/compute-backend.js';
import type { RuntimeHandle } from '../spec/runtime.js';
import type { TransportError } from '../spec/transport-error.js';
import type { ChunkMeasure } from './chunk-size.js';
import type { OutcomeIntake } from './outcome-intake.js';

/** What a dispatcher has for the activations that it sends. */
export interface ActivationServices {
  readonly backend: ActivationBackend;
  readonly runtime: RuntimeHandle;
  readonly intake: OutcomeIntake;
  /** The monitor by which outcomes come; `undefined`: they come on the reply. */
  readonly monitor: string | undefined;
  /** Told what calls took, to size the next chunk. */
  measure(measured: ChunkMeasure): void;
  /** Told when the worker has answered: it is free, though its outcomes may still be on their way by the monitor. */
  workerIsFree(): void;
  /** Since the monitor told anything of the job. */
  silentMs(): number;
}

/** How an activation ended, for the dispatcher: `refused` and `runtime-missing` mean that nothing ran. */
export type ActivationResult =
  | { readonly ended: 'over' }
  | { readonly ended: 'refused' | 'runtime-missing'; readonly error: TransportError };
