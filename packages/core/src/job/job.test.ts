import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jobOf } from '../../test/support/jobs.js';
import type { Job } from './job.js';

const statesOf = (job: Job) => Array.from({ length: job.table.length }, (_, index) => job.table.state(index));

describe('a job that stops after failures', () => {
  it('rejects what waits for another attempt, too', () => {
    const job = jobOf([0, 1, 2], { retries: 3, stopAfterFailures: 1 });
    job.take(2);
    job.failAttempt(0, new Error('again'), 'function', true);
    job.failAttempt(1, new Error('final'), 'function', false);
    expect(statesOf(job)).toEqual(['cancelled', 'error', 'cancelled']);
    expect(job.table.end(0)).toMatchObject({ reason: { code: 'LITHOPS_TOO_MANY_FAILURES' } });
  });

  it('sends nothing again that comes back afterwards', () => {
    const job = jobOf([0, 1], { retries: 3, stopAfterFailures: 1 });
    job.take(2);
    job.failAttempt(1, new Error('final'), 'function', false);
    job.giveBack([0]);
    expect([statesOf(job), job.table.allSettled]).toEqual([['error', 'error'], true]);
  });
});

describe('retry options that throw', () => {
  it.each([
    [
      'when',
      {
        limit: 2,
        when: () => {
          throw new Error('mine');
        },
      },
    ],
    [
      'delayMs',
      {
        limit: 2,
        delayMs: () => {
          throw new Error('mine');
        },
      },
    ],
  ])('%s: fail the call with what they threw', (_, retries) => {
    const job = jobOf([0], { retries });
    job.take(1);
    job.failAttempt(0, new Error('first'), 'function', true);
    expect(job.table.end(0)).toMatchObject({ status: 'rejected', reason: { message: 'mine' } });
  });
});

describe('a pause before the next attempt that is longer than timers are', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('does not end at once', () => {
    const job = jobOf([0], { retries: { limit: 1, delayMs: 2 ** 31 } });
    job.take(1);
    job.failAttempt(0, new Error('first'), 'function', true);
    vi.advanceTimersByTime(1_000_000);
    expect(job.take(1).calls).toEqual([]);
    vi.advanceTimersByTime(2 ** 31);
    expect(job.take(1).attempts).toEqual([2]);
  });
});

describe('a failure that is told twice', () => {
  it('is charged once', () => {
    const job = jobOf([0], { retries: 1 });
    job.take(1);
    job.failAttempt(0, new Error('x'), 'function', true);
    job.failAttempt(0, new Error('x'), 'function', true);
    expect(job.take(9).attempts).toEqual([2]);
  });
});

describe('a call with very many attempts', () => {
  it('keeps counting', () => {
    const job = jobOf([0], { retries: 400 });
    for (let attempt = 1; attempt <= 300; attempt++) {
      expect(job.take(1).attempts).toEqual([attempt]);
      job.failAttempt(0, new Error('x'), 'function', true);
    }
  });
});
