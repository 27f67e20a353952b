import type { CapsuleData, CodeSpace } from '@lithops/closure';
import type { RetryPolicy } from '../dispatch/retry-policy.js';
import type { CallSite } from '../errors/call-site.js';
import type { CodeReference, ItemKind } from '../wire/index.js';
import type { ResultWindow } from './consumption.js';
import type { InputReader } from './input.js';
import type { Job } from './job.js';
import type { JobPersistence } from './persistence.js';

/** Everything about a job that is settled when it is made. */
export interface JobDefinition {
  readonly executorId: string;
  /** `M0001`. */
  readonly id: string;
  readonly capsule: CapsuleData;
  /** The function, encoded as a value, when it is not the capsule's: work that a call handed over. */
  readonly entry: Uint8Array<ArrayBuffer> | undefined;
  /** Code that it and items encoded elsewhere need. */
  readonly extraCode: readonly CodeReference[];
  readonly code: CodeSpace;
  readonly reader: InputReader;
  readonly itemKind: ItemKind;
  /** Where the program began it; `undefined` for work that a call handed over. */
  readonly site?: CallSite | undefined;
  /** Of one attempt, milliseconds. */
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string>>;
  /** Of its workers, MB; `undefined`: the executor's. */
  readonly runtimeMemoryMb: number | undefined;
  /** `undefined`: the backend's way. */
  readonly chunkSize: number | undefined;
  readonly concurrency: number | undefined;
  /** Unread results while streaming. */
  readonly window: ResultWindow;
  readonly stopAfterFailures: number | undefined;
  readonly retry: RetryPolicy;
  /** Of a job that outlives its program. */
  readonly persistence?: JobPersistence | undefined;
}

/** Who acts when a job has something to send, or wants something stopped. */
export interface JobOwner {
  /** The job may have calls to send now. */
  wake(job: Job): void;
  /** Work on these calls is no longer wanted. */
  abandon(job: Job, indexes: ReadonlySet<number>): void;
}
