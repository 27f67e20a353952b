import { CodeSpace, capture } from '@lithops/closure';
import { RetryPolicy } from '../../src/dispatch/retry-policy.js';
import type { RetryOptions } from '../../src/executor/options.js';
import { readerOf } from '../../src/job/input.js';
import { Job } from '../../src/job/job.js';
import type { JobDefinition } from '../../src/job/job-definition.js';

const ballast = 'x'.repeat(300_000);
const small = capture((item: unknown) => item);
const large = capture((item: unknown) => [item, ballast]);

interface JobParts extends Partial<JobDefinition> {
  readonly retries?: RetryOptions | number | undefined;
  /** Code that does not fit into a payload: it is put into storage first. */
  readonly hasLargeCode?: boolean | undefined;
}

/** A job over these items, for tests of what is below an executor. */
export function jobOf(items: readonly unknown[], { retries, hasLargeCode, ...more }: JobParts = {}): Job {
  const capsule = hasLargeCode === true ? large : small;
  return new Job({
    executorId: 'abcdef-0000000000000',
    id: 'M0000',
    capsule,
    code: CodeSpace.of(capsule),
    entry: undefined,
    extraCode: [],
    reader: readerOf(items),
    itemKind: 'value',
    timeoutMs: 1000,
    env: {},
    runtimeMemoryMb: undefined,
    chunkSize: undefined,
    concurrency: undefined,
    window: { size: 64, grows: false },
    stopAfterFailures: undefined,
    retry: new RetryPolicy(retries),
    ...more,
  });
}
