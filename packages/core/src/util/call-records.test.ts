import { describe, expect, it } from 'vitest';
import { CallRecords } from './call-records.js';
import { CallSet } from './call-set.js';

/** Far enough apart to lie in different pages, and back again. */
const far = [0, 1, 100_000, 2, 99_999];

describe('records of calls', () => {
  it('are found under their numbers, wherever those lie, until they are deleted', () => {
    const records = new CallRecords<{ readonly of: number }>();
    for (const index of far) records.set(index, { of: index });
    expect(far.map((index) => records.get(index)?.of)).toEqual(far);
    expect([records.get(3), records.get(50_000)]).toEqual([undefined, undefined]);
    for (const index of far) records.delete(index);
    expect(far.map((index) => records.get(index))).toEqual(far.map(() => undefined));
  });

  it('can be set again after their page was given up', () => {
    const records = new CallRecords<{ readonly text: string }>();
    records.set(7, { text: 'first' });
    records.delete(7);
    records.delete(7);
    records.set(7, { text: 'second' });
    records.set(8, { text: 'beside' });
    records.delete(8);
    expect(records.get(7)).toEqual({ text: 'second' });
  });
});

describe('a set of calls', () => {
  it('counts each once', () => {
    const calls = new CallSet();
    for (const index of [...far, ...far]) calls.add(index);
    expect([calls.size, calls.has(100_000), calls.has(3)]).toEqual([far.length, true, false]);
    expect([calls.delete(1), calls.delete(1), calls.size]).toEqual([true, false, far.length - 1]);
    calls.clear();
    expect([calls.size, far.some((index) => calls.has(index))]).toEqual([0, false]);
  });
});
