import { CodeSpace, capture } from '@lithops/closure';
import { RetryPolicy } from '../../src/dispatch/retry-policy.js';
import { readerOf } from '../../src/job/input.js';
import { Job, type JobDefinition } from '../../src/job/job.js';

const capsule = capture((item: unknown) => item);

/** A job over these items, for tests of what is below an executor. */
export function jobOf(items: readonly unknown[], more: Partial<JobDefinition> = {}): Job {
  return new Job({
    executorId: 'abcdef-0000000000000',
    id: 'M0000',
    capsule,
    code: CodeSpace.of(capsule),
    entry: undefined,
    extraCode: [],
    reader: readerOf(items),
    timeoutMs: 1000,
    env: {},
    runtimeMemoryMb: undefined,
    chunkSize: undefined,
    concurrency: undefined,
    window: 64,
    stopAfterFailures: undefined,
    retry: new RetryPolicy(undefined),
    ...more,
  });
}
