import { describe, expect, it } from 'vitest';
import { processWide, processWideIfMade } from './process-wide.js';

describe('what exists once in a process', () => {
  it('is not there before somebody has had it made', () => {
    expect(processWideIfMade('a-test')).toBeUndefined();
    const made = processWide('a-test', () => ({ count: 0 }));
    expect(processWideIfMade('a-test')).toBe(made);
    expect(processWide('a-test', () => ({ count: 1 }))).toBe(made);
  });
});
