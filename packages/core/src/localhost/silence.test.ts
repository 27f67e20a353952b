import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Silence } from './silence.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a busy process that says nothing', () => {
  it('is told of after 40 s, once', () => {
    const told: number[] = [];
    const silence = new Silence((seconds) => told.push(seconds));
    silence.listen();
    vi.advanceTimersByTime(39_000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([40]);
  });

  it('is not, as long as it beats', () => {
    const told: number[] = [];
    const silence = new Silence((seconds) => told.push(seconds));
    silence.listen();
    for (let beats = 0; beats < 20; beats++) {
      vi.advanceTimersByTime(30_000);
      silence.broken();
    }
    silence.stop();
    expect(told).toEqual([]);
  });
});

describe('an idle process', () => {
  it('may be silent', () => {
    const told: number[] = [];
    const silence = new Silence((seconds) => told.push(seconds));
    silence.listen();
    silence.pause();
    vi.advanceTimersByTime(600_000);
    silence.stop();
    expect(told).toEqual([]);
  });
});
