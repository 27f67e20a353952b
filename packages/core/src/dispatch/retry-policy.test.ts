import { describe, expect, it } from 'vitest';
import { CallError } from '../errors/call-error.js';
import { type FailedAttempts, type FailureCause, RetryPolicy } from './retry-policy.js';

const error = new CallError({ code: 'LITHOPS_CALL_FAILED', message: 'm', callId: '0', index: 0, attempt: 1 });
const after = (fn: number, worker: number): FailedAttempts => ({ function: fn, worker });
const allows = (policy: RetryPolicy, cause: FailureCause, failed: FailedAttempts, retryable = true) =>
  policy.allows(cause, failed, error, retryable);

describe('retries unset', () => {
  const policy = new RetryPolicy(undefined);
  it('gives no second attempt to a function that failed', () =>
    expect(allows(policy, 'function', after(1, 0))).toBe(false));
  it('gives two more attempts to a call whose worker was lost', () => {
    expect([1, 2, 3].map((lost) => allows(policy, 'worker', after(0, lost)))).toEqual([true, true, false]);
  });
});

describe('retries: 0', () => {
  it('means one attempt, whatever happens', () => {
    const policy = new RetryPolicy(0);
    expect([allows(policy, 'function', after(1, 0)), allows(policy, 'worker', after(0, 1))]).toEqual([
      false,
      false,
    ]);
  });
});

describe('retries: 2', () => {
  const policy = new RetryPolicy(2);
  it('bounds both kinds of failure together', () => {
    expect(allows(policy, 'function', after(1, 1))).toBe(true);
    expect(allows(policy, 'function', after(2, 1))).toBe(false);
  });
  it('leaves an error alone that says it is final', () =>
    expect(allows(policy, 'function', after(1, 0), false)).toBe(false));
});

describe('retry options', () => {
  it('ask `when` for errors of the function and count lost workers apart', () => {
    const policy = new RetryPolicy({ limit: 1, lostWorkers: 3, when: (e) => e.index === 1 });
    expect(allows(policy, 'function', after(1, 0))).toBe(false);
    expect(allows(policy, 'worker', after(0, 3))).toBe(true);
  });
  it('pause as they say', () => {
    expect(new RetryPolicy({ limit: 3, delayMs: (attempt) => attempt * 10 }).delayMs(3)).toBe(30);
    expect(new RetryPolicy({ limit: 3, delayMs: 7 }).delayMs(2)).toBe(7);
  });
});
