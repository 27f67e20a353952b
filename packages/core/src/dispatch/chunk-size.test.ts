import { describe, expect, it } from 'vitest';
import { AdaptiveChunkSize } from './chunk-size.js';

/** @param sizeBytes of all results together */
const measured = (calls: number, totalMs: number, sizeBytes = 0): AdaptiveChunkSize => {
  const size = new AdaptiveChunkSize();
  size.measure({ calls, totalMs, sizeBytes });
  return size;
};

describe('the size of a chunk', () => {
  it('is one call until something was measured', () => {
    expect(new AdaptiveChunkSize().next(10_000, 2)).toBe(1);
  });

  it('is about 200 ms of work then', () => {
    expect(measured(100, 10).next(10_000, 2)).toBe(1600);
    expect(measured(10, 50.1).next(10_000, 2)).toBe(40);
  });

  it('is about 40 ms of work while other jobs wait, or nobody knows how many calls are left', () => {
    const size = measured(10, 50);
    expect([size.next(10_000, 2, true), size.next(undefined, 2)]).toEqual([8, 8]);
  });

  it('is small while little is known: the next calls may be others', () => {
    const size = measured(1, 0.001);
    expect(size.next(10_000, 2)).toBe(16);
    size.measure({ calls: 16, totalMs: 0.016, sizeBytes: 0 });
    expect(size.next(10_000, 2)).toBe(272);
  });

  it('leaves the last calls to all workers', () => {
    const size = measured(10, 1);
    expect(size.next(80, 2)).toBe(20);
    expect(size.next(1, 2)).toBe(10);
    expect(measured(2, 10).next(4, 2)).toBe(1);
  });

  it('does not cut the last calls so fine that sending them takes longer than running them', () => {
    expect(measured(1000, 10).next(40, 2)).toBe(100);
  });

  it('shrinks at once when calls become slow, and grows little by little when they become fast again', () => {
    const size = measured(10, 0.01);
    size.measure({ calls: 1, totalMs: 100, sizeBytes: 0 });
    expect(size.next(undefined, 2)).toBe(1);
    size.measure({ calls: 1, totalMs: 0.001, sizeBytes: 0 });
    expect(size.next(undefined, 2)).toBe(1);
    size.measure({ calls: 30, totalMs: 0.03, sizeBytes: 0 });
    expect(size.next(undefined, 2)).toBeGreaterThan(100);
  });

  it('stays small when results are large: they wait in memory for their reader', () => {
    expect(measured(10, 0.01, 10 * 2 ** 18).next(undefined, 2)).toBe(4);
  });
});
