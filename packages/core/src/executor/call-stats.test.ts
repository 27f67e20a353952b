import { describe, expect, it } from 'vitest';
import { CallTable } from '../monitor/call-table.js';
import { OutcomeRows } from '../wire/index.js';
import { callStats } from './call-stats.js';

/** A worker whose clock is that far ahead of the client's, milliseconds, runs a call of 50 ms, 10 ms after it was sent. */
function told(aheadMs: number) {
  const table = new CallTable();
  const sentMs = Date.now() + 1000;
  table.invoke(0, true, sentMs);
  const stats = { execMs: 50, peakMemoryMb: 40, cpuMs: 30, startedEpochMs: sentMs + 10 + aheadMs };
  const outcomes = OutcomeRows.of([{ index: 0, attempt: 1, kind: 'value', stats }]);
  table.recordStats(outcomes, 0, sentMs + 80);
  return { sentMs, stats: callStats(table, 0, ({ execMs }) => execMs / 100) };
}

describe('what is known of a call', () => {
  it('is nothing before it was sent', () => {
    const stats = callStats(new CallTable(), 0, () => 1);
    expect(stats).toMatchObject({ attempts: 0, invokedAt: undefined, startedAt: undefined, usd: undefined });
  });

  it('is when it was sent, while it runs', () => {
    const table = new CallTable();
    const sentMs = Date.now() + 5;
    table.invoke(0, true, sentMs);
    expect(callStats(table, 0, () => 1)).toMatchObject({
      attempts: 1,
      invokedAt: new Date(sentMs),
      startedAt: undefined,
      clockSkewMs: undefined,
    });
  });

  it.each([0, -3_600_000, 3_600_000])('keeps the clocks apart when the worker is %d ms ahead', (aheadMs) => {
    const { sentMs, stats } = told(aheadMs);
    expect(stats).toEqual({
      attempts: 1,
      execMs: 50,
      peakMemoryMb: 40,
      cpuMs: 30,
      usd: 0.5,
      invokedAt: new Date(sentMs),
      startedAt: new Date(sentMs + 10 + aheadMs),
      endedAt: new Date(sentMs + 60 + aheadMs),
      toldAt: new Date(sentMs + 80),
      clockSkewMs: { least: aheadMs - 21, most: aheadMs + 11 },
    });
  });

  it('is bounded by what both clocks saw of it', () => {
    for (const aheadMs of [-5_000, -1, 0, 7, 40_000]) {
      const { clockSkewMs } = told(aheadMs).stats;
      expect(clockSkewMs?.least).toBeLessThanOrEqual(aheadMs);
      expect(clockSkewMs?.most).toBeGreaterThanOrEqual(aheadMs);
    }
  });
});
