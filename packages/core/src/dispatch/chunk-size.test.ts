import { describe, expect, it } from 'vitest';
import { AdaptiveChunkSize } from './chunk-size.js';

describe('the size of a chunk', () => {
  it('is one call until something was measured', () => {
    expect(new AdaptiveChunkSize().next(10_000, 2)).toBe(1);
  });

  it('is about 10 ms of work then', () => {
    const size = new AdaptiveChunkSize();
    size.measure(1, 10);
    expect(size.next(10_000, 2)).toBe(100);
  });

  it('leaves the last calls to all workers', () => {
    const size = new AdaptiveChunkSize();
    size.measure(0.01, 10);
    expect(size.next(40, 2)).toBe(10);
    expect(size.next(1, 2)).toBe(1);
  });

  it('shrinks at once when calls become slow', () => {
    const size = new AdaptiveChunkSize();
    size.measure(0.01, 10);
    size.measure(100, 1);
    expect(size.next(undefined, 2)).toBe(1);
  });
});
