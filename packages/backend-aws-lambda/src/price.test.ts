import { describe, expect, it } from 'vitest';
import { priceOf } from './price.js';

const x86 = { architecture: 'x86_64', ephemeralStorageMb: 512 } as const;
const arm = { architecture: 'arm64', ephemeralStorageMb: 512 } as const;

describe('the price of a request', () => {
  it('is its GB-seconds and the request', () => {
    // 2 s × 0.5 GB × 0.0000166667 + 0.0000002
    expect(priceOf({ durationMs: 2000, memoryMb: 512 }, x86)).toBeCloseTo(0.0000168667, 12);
  });

  it('is less on arm64', () => {
    // 2 s × 0.5 GB × 0.0000133334 + 0.0000002
    expect(priceOf({ durationMs: 2000, memoryMb: 512 }, arm)).toBeCloseTo(0.0000135334, 12);
  });

  it('counts each millisecond that has begun', () => {
    // 2 ms × 1 GB × 0.0000000166667 + 0.0000002
    expect(priceOf({ durationMs: 1.1, memoryMb: 1024 }, x86)).toBeCloseTo(0.0000002333334, 15);
  });

  it('has what /tmp is larger than what is free', () => {
    // 1 s × (1 GB × 0.0000166667 + 1 GB × 0.0000000309) + 0.0000002
    const more = { architecture: 'x86_64', ephemeralStorageMb: 1536 } as const;
    expect(priceOf({ durationMs: 1000, memoryMb: 1024 }, more)).toBeCloseTo(0.0000168976, 12);
  });

  it('of ten thousand calls of a second with 256 MB is 4 cents', () => {
    expect(10_000 * priceOf({ durationMs: 1000, memoryMb: 256 }, x86)).toBeCloseTo(0.0437, 4);
  });
});
