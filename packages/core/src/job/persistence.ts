import type { FailureCause } from '../dispatch/retry-policy.js';
import type { Job } from './job.js';
import type { JobDefinition } from './job-definition.js';

/** What a job that outlives its program tells of itself as it goes; jobs that do not have none. */
export interface JobPersistence {
  /** Seals what workers store of the job. There once the job was begun. */
  readonly seal: string;
  /** 1 for the client that began the job, one more for each that took it over. */
  readonly generation: number;
  /** Before anything of the job is sent: writes down what it is, or reads what is known of it. */
  begin(job: Job): Promise<void>;
  /** An attempt has failed. `isFinal`: so has the call. */
  attemptFailed(index: number, reason: unknown, cause: FailureCause, isFinal: boolean): void;
  /** Work that the call handed over has ended, and with it the call. */
  workEnded(index: number): void;
  /** All calls have ended, and no worker is busy with the job any more. */
  finished(): void;
  /** The program has the result of this call, or of all. */
  handedOut(which: number | 'all'): void;
}

/** What a job that is continued learns of itself when it begins. */
export type LateDefinition = Partial<
  Pick<
    JobDefinition,
    | 'timeoutMs'
    | 'env'
    | 'runtimeMemoryMb'
    | 'chunkSize'
    | 'concurrency'
    | 'stopAfterFailures'
    | 'itemKind'
    | 'retry'
  >
>;
