import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptLog } from '../../test/support/kept-log.js';
import { TransportError } from '../spec/transport-error.js';
import { REFUSAL_GRACE_MS, Refusals } from './refusals.js';

const throttled = new TransportError('throttled', 'Rate exceeded.');
const pauseMs = (rounds: number): number => rounds * 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function newRefusals() {
  const onResume = vi.fn();
  const log = keptLog();
  return { refusals: new Refusals(log, onResume), onResume, log };
}

describe('a backend that refuses work', () => {
  it('is left alone longer with each round, however many activations a round had', () => {
    const { refusals, onResume, log } = newRefusals();
    for (const seconds of [1, 2, 3]) {
      for (let activation = 0; activation < 16; activation++) refusals.refused(throttled, pauseMs, 1000);
      vi.advanceTimersByTime(seconds * 1000 - 1);
      expect(refusals.isPausing).toBe(true);
      vi.advanceTimersByTime(1);
      expect([refusals.isPausing, onResume.mock.calls.length]).toEqual([false, seconds]);
    }
    expect(log.lines).toHaveLength(1);
  });

  it('is left alone as long as it asks for', () => {
    const { refusals } = newRefusals();
    refusals.refused(new TransportError('throttled', '', { retryAfterMs: 7000 }), pauseMs, 1000);
    vi.advanceTimersByTime(6999);
    expect(refusals.isPausing).toBe(true);
    vi.advanceTimersByTime(1);
    expect(refusals.isPausing).toBe(false);
  });

  it('begins anew once it has taken something', () => {
    const { refusals } = newRefusals();
    refusals.refused(throttled, pauseMs, 1000);
    vi.advanceTimersByTime(1000);
    refusals.accepted();
    refusals.refused(throttled, pauseMs, 1000);
    vi.advanceTimersByTime(1000);
    expect(refusals.isPausing).toBe(false);
  });

  it('is spoken of once a minute at most', () => {
    const { refusals, log } = newRefusals();
    const round = () => {
      refusals.refused(throttled, pauseMs, 1000);
      vi.advanceTimersByTime(20_000);
      refusals.accepted();
    };
    for (let rounds = 0; rounds < 3; rounds++) round();
    expect(log.lines).toHaveLength(1);
    round();
    expect(log.lines).toHaveLength(2);
  });

  it('is given up after a call’s limit and a minute, whatever the clock on the wall says', () => {
    const { refusals } = newRefusals();
    const refuse = () => refusals.refused(throttled, () => 1000, 5000);
    expect(refuse()).toBe('again');
    vi.advanceTimersByTime(1000);
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(refuse()).toBe('again');
    vi.setSystemTime(Date.now() - 7_200_000);
    vi.advanceTimersByTime(REFUSAL_GRACE_MS + 5000);
    expect(refuse()).toBe('give-up');
  });
});
