import { describe, expect, it } from 'vitest';
import { jobOf } from '../../test/support/jobs.js';
import { keptLog } from '../../test/support/kept-log.js';
import { ChunkLimit } from './chunk-limit.js';

const items = Array.from({ length: 200 }, (_, index) => index);

describe('calls that an activation has time for', () => {
  it('are as many as could all run to their limit, on all its processes', () => {
    const log = keptLog();
    const limit = new ChunkLimit(log);
    const job = jobOf(items, { timeoutMs: 60_000 });
    expect(limit.callsThatFit(job, { timeoutMs: 180_000, processes: 1 })).toBe(3);
    expect(limit.callsThatFit(job, { timeoutMs: 180_000, processes: 4 })).toBe(12);
    expect(log.lines).toEqual([]);
  });

  it('are said to be fewer than was asked for, once for each job, with what mends it', () => {
    const log = keptLog();
    const limit = new ChunkLimit(log);
    const time = { timeoutMs: 180_000, processes: 1 };
    const [one, other] = [1, 2].map(() => jobOf(items, { timeoutMs: 180_000, chunkSize: 100 }));
    for (const job of [one, one, other]) if (job !== undefined) expect(limit.callsThatFit(job, time)).toBe(1);
    expect(log.lines).toHaveLength(2);
    expect(log.lines[0]).toMatch(
      /^warn .*got 100 × 180000 ms for 180000 ms: activations take 1 each\. .*\{ timeoutMs: 1800 \} or less, or set chunkSize to 1\.$/,
    );
    const mended = jobOf(items, { timeoutMs: 1800, chunkSize: 100 });
    expect(limit.callsThatFit(mended, time)).toBe(100);
    expect(log.lines).toHaveLength(2);
  });

  it('are not said to be fewer where there are no more', () => {
    const log = keptLog();
    const job = jobOf([0], { timeoutMs: 1000, chunkSize: 100 });
    expect(new ChunkLimit(log).callsThatFit(job, { timeoutMs: 1000, processes: 1 })).toBe(1);
    expect(log.lines).toEqual([]);
  });
});
