import { describe, expect, it, vi } from 'vitest';
import { dispatchBy } from '../../test/support/dispatch-by.js';
import { jobOf } from '../../test/support/jobs.js';
import { storedBuilder } from '../../test/support/whole-job-backend.js';
import type { Job } from '../job/job.js';
import type { ActivationBackend } from '../spec/compute-backend.js';
import { MemoryStorage } from '../testing/memory-storage-backend.js';
import { type ActivationPayload, decodePayload, encodeReport, OutcomeRows } from '../wire/index.js';
import type { PayloadBuilder } from './payload-builder.js';

const stats = { execMs: 0.001, peakMemoryMb: 1, startedEpochMs: 0, cpuMs: undefined };

/** Runs the job on a worker that needs no time at all. Gives the calls of each activation. */
async function activationsOf(
  job: Job,
  change: (builder: PayloadBuilder) => void = () => undefined,
): Promise<readonly number[]> {
  const store = new MemoryStorage();
  const builder = storedBuilder(store, 2 ** 30);
  change(builder);
  const calls: number[] = [];
  const invoke: ActivationBackend['invoke'] = async ({ id, body }) => {
    const payload = decodePayload(body);
    calls.push(payload.indexes.length);
    return { requestId: id, body: replyTo(payload, job) };
  };
  const capabilities = { streamsReplies: true, maxCallsPerActivation: 4096 };
  const dispatcher = dispatchBy({ invoke, builder, store, capabilities }, job);
  await vi.waitFor(() => expect(job.table.allSettled).toBe(true), { timeout: 30_000 });
  dispatcher.close();
  return calls;
}

function replyTo({ jobId, activationId, indexes, attempts }: ActivationPayload, { definition }: Job) {
  const outcomes = indexes.map((index, i) => ({
    index,
    attempt: attempts[i] ?? 1,
    kind: 'value' as const,
    stats,
  }));
  return encodeReport({
    jobId,
    activationId,
    worker: 'test',
    outcomes: OutcomeRows.of(outcomes),
    values: definition.code.encode(indexes).bytes,
    code: [],
    end: { returned: [], tainted: false },
  });
}

describe('short calls with large items', () => {
  it('go in chunks whose input is of a good size', async () => {
    const item = new Uint8Array(4 * 2 ** 20);
    const job = jobOf(Array.from({ length: 12 }, () => item));
    expect(Math.max(...(await activationsOf(job)))).toBeLessThanOrEqual(4);
    expect(job.table.failedCount).toBe(0);
  });

  it.each([
    new RangeError('Array buffer allocation failed'),
    Object.assign(new Error('Cannot create a Buffer'), { code: 'ERR_BUFFER_TOO_LARGE' }),
  ])('go one by one when they are too large for one message together: %s', async (tooLarge) => {
    const job = jobOf([0, 1, 2, 3], { chunkSize: 4, retries: 0 });
    const calls = await activationsOf(job, (builder) => {
      const build = builder.build.bind(builder);
      builder.build = async (of, id, together, attempts) => {
        if (together.length > 1) throw tooLarge;
        return await build(of, id, together, attempts);
      };
    });
    expect(calls).toEqual([1, 1, 1, 1]);
    expect([0, 1, 2, 3].map((index) => job.table.value(index))).toEqual([0, 1, 2, 3]);
    expect([0, 1, 2, 3].map((index) => job.table.attempt(index))).toEqual([1, 1, 1, 1]);
  });

  it('that are too large by themselves fail with what was wrong', async () => {
    const job = jobOf([0, 1], { chunkSize: 2, retries: 0 });
    await activationsOf(job, (builder) => {
      builder.build = () => Promise.reject(new RangeError('Array buffer allocation failed'));
    });
    expect(job.table.end(1)).toMatchObject({ reason: { message: 'Array buffer allocation failed' } });
  });
});
