import { CodeSpace, capture } from '@lithops/closure';
import { beforeEach, describe, expect, it } from 'vitest';
import { noteDuration, patienceMs } from './call-durations.js';

describe('how long a call may hold up those behind it', () => {
  let job: CodeSpace;
  beforeEach(() => {
    job = CodeSpace.of(capture((x: number) => x));
  });

  it('is 100 ms while nothing is known, and where calls are short', () => {
    expect(patienceMs(job)).toBe(100);
    noteDuration(job, 50, 10);
    expect(patienceMs(job)).toBe(100);
  });

  it('is ten times what a call takes, however many are in a chunk', () => {
    noteDuration(job, 4000, 100);
    expect(patienceMs(job)).toBe(400);
  });

  it('follows calls that become longer or shorter', () => {
    noteDuration(job, 100, 1);
    noteDuration(job, 200, 1);
    expect(patienceMs(job)).toBeCloseTo(1300);
  });

  it('is of each job by itself', () => {
    noteDuration(job, 100, 1);
    expect(patienceMs(CodeSpace.of(capture((x: number) => x + 1)))).toBe(100);
  });
});
