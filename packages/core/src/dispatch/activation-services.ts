import type { Job } from '../job/job.js';
import type { Logger } from '../log/index.js';
import type { ActivationBackend } from '../spec/compute-backend.js';
import type { RuntimeHandle } from '../spec/runtime.js';
import type { TransportError } from '../spec/transport-error.js';
import type { ChunkMeasure } from './chunk-size.js';
import type { OutcomeIntake } from './outcome-intake.js';
import type { PayloadBuilder } from './payload-builder.js';

/** What a dispatcher of activations works with. */
export interface ActivationDispatcherSettings {
  readonly backend: ActivationBackend;
  /** Makes the job's runtime exist again after somebody deleted it. */
  redeploy(job: Job): Promise<RuntimeHandle>;
  readonly builder: PayloadBuilder;
  readonly intake: OutcomeIntake;
  /** The monitor by which outcomes come; `undefined`: they come on replies. */
  readonly monitor: string | undefined;
  /** How long that may tell nothing of a job whose workers have ended, milliseconds. */
  readonly longestSilenceMs: number;
  /** Activations at once. */
  readonly slots: number;
  /** Calls per activation where neither job nor adaptation says otherwise. */
  readonly defaultChunkSize: number;
  /** Calls of one activation that run at the same time. @default 1 */
  readonly processes?: number | undefined;
  readonly log: Logger;
  /** The job's calls have settled and no worker is busy with it any more. */
  onFinished(job: Job): void;
}

/** What a dispatcher has for the activations that it sends. */
export interface ActivationServices {
  readonly backend: ActivationBackend;
  readonly runtime: RuntimeHandle;
  readonly intake: OutcomeIntake;
  /** The monitor by which outcomes come; `undefined`: they come on the reply. */
  readonly monitor: string | undefined;
  /** How long that may tell nothing of a job whose workers have ended, milliseconds. */
  readonly longestSilenceMs: number;
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
