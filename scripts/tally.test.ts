import { describe, expect, it } from 'vitest';
import { sum, tallyLine } from './tally.js';

describe('the last line of what counts', () => {
  it('sums all that passed and all that failed', () => {
    const tallies = [
      { passed: 2, failed: 0 },
      { passed: 40, failed: 1 },
    ];
    expect(tallyLine(sum(tallies))).toBe('42 passed, 1 failed');
  });

  it('is a failure when nothing ran', () => {
    expect(tallyLine(sum([]))).toBe('0 passed, 1 failed');
  });
});
