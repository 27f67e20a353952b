import { describe, expect, it } from 'vitest';
import { FlushPace } from './flush-pace.js';

const intervalAfter = (costMs: number): number => {
  const pace = new FlushPace();
  pace.measure(costMs);
  return pace.intervalMs;
};

describe('the pace of handing outcomes over', () => {
  it('is 2 ms while that costs next to nothing', () => {
    expect([new FlushPace().intervalMs, intervalAfter(0.01)]).toEqual([2, 2]);
  });

  it('slows down to take a hundredth of the time, to 40 ms at most', () => {
    expect([intervalAfter(0.1), intervalAfter(5)]).toEqual([10, 40]);
  });
});
