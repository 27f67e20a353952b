import { describe, expect, it } from 'vitest';
import { OutcomeRows, OutcomeRowWriter } from './outcome-rows.js';

const stats = { execMs: 3.25, peakMemoryMb: 50.5, startedEpochMs: 1, cpuMs: undefined };
const garbage = expect.objectContaining({ code: 'LITHOPS_PROTOCOL' });

describe('rows of outcomes', () => {
  it('say where a value or an error lies in the report, and where not', () => {
    const stored = { key: 'k', sha256: 's' };
    const rows = OutcomeRows.of([
      { index: 7, attempt: 1, kind: 'value', stats },
      { index: 2 ** 32 - 1, attempt: 300, kind: 'value', stats, stored },
      { index: 9, attempt: 1, kind: 'error', retryable: true, stats },
      { index: 10, attempt: 1, kind: 'failure', failure: { code: 'LITHOPS_VALUE', message: 'm' }, stats },
    ]);
    const positions = [0, 1, 2, 3];
    expect(positions.map((position) => rows.hasValue(position))).toEqual([true, false, true, false]);
    expect(positions.map((position) => rows.index(position))).toEqual([7, 2 ** 32 - 1, 9, 10]);
    expect([rows.attempt(1), rows.execMs(0), rows.peakMemoryMb(0), rows.totalMs]).toEqual([
      300, 3.25, 50.5, 13,
    ]);
  });

  it('that are cut short, or of no kind, are garbage', () => {
    const { bytes } = OutcomeRows.of([{ index: 0, attempt: 1, kind: 'value', stats }]);
    expect(() => new OutcomeRows(bytes.subarray(1), new Map())).toThrow(garbage);
    expect(() => new OutcomeRows(bytes.slice().fill(9), new Map())).toThrow(garbage);
  });

  it.each(['failure', 'continuation'] as const)('of a %s without what it says are garbage', (kind) => {
    const rows = new OutcomeRowWriter(1);
    rows.add({ index: 0, attempt: 1, kind, stats }, undefined);
    expect(() => rows.finish()).toThrow(garbage);
  });
});
