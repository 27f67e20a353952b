import type { Job } from '../job/job.js';
import type { RuntimeHandle } from '../spec/runtime.js';
import type { ActivationRun } from './activation-run.js';
import { AdaptiveChunkSize } from './chunk-size.js';

/** What a dispatcher of activations remembers of a job while it is in work. */
export interface JobInWork {
  readonly job: Job;
  readonly chunkSize: AdaptiveChunkSize;
  /** By activation: one for each report of a monitor is looked for. */
  readonly runs: Map<string, ActivationRun>;
  /** That have a slot; those that are being built included. */
  activations: number;
  /** When the monitor last told something of it. */
  lastNewsMs: number;
  /** Of the last activation that was made, as far as it can tell of the next. */
  bytesPerCall: number;
  runtime: RuntimeHandle;
  /** Begun by the first of its activations that found no runtime; the others, sent before, wait for it, too. */
  redeployed: Promise<RuntimeHandle> | undefined;
}

export function takenIntoWork(job: Job, runtime: RuntimeHandle): JobInWork {
  return {
    job,
    chunkSize: new AdaptiveChunkSize(),
    runs: new Map(),
    activations: 0,
    lastNewsMs: Number.NEGATIVE_INFINITY,
    bytesPerCall: 0,
    runtime,
    redeployed: undefined,
  };
}
