import { describe, expect, it } from 'vitest';
import { CallTable } from './call-table.js';

const running = (attempts = 1): CallTable => {
  const table = new CallTable();
  table.grow(1);
  for (let attempt = 0; attempt < attempts; attempt++) table.invoke(0, true, Date.now());
  return table;
};

describe('a call', () => {
  it('goes new → invoked → running → ready → success', () => {
    const table = new CallTable();
    table.grow(1);
    const seen = [table.state(0)];
    table.invoke(0, true, Date.now());
    seen.push(table.state(0));
    table.advance(0, 'running');
    seen.push(table.state(0));
    table.advance(0, 'ready');
    seen.push(table.state(0));
    table.fulfil(0, 7);
    expect([...seen, table.state(0)]).toEqual(['new', 'invoked', 'running', 'ready', 'success']);
    expect(table.end(0)).toEqual({ status: 'fulfilled', value: 7 });
  });

  it('never goes back but for another attempt', () => {
    const table = running();
    table.advance(0, 'ready');
    table.advance(0, 'running');
    expect(table.state(0)).toBe('ready');
    expect(table.invoke(0, true, Date.now())).toBe(2);
    expect(table.state(0)).toBe('invoked');
  });

  it('keeps its attempt when what was sent did not run', () => {
    expect(running().invoke(0, false, Date.now())).toBe(1);
    expect(new CallTable().invoke(0, false, Date.now())).toBe(1);
  });
});

describe('settling', () => {
  it('is done by whoever comes first; the rest changes nothing', () => {
    const table = running();
    expect(table.fulfil(0, 'first')).toBe(true);
    expect(table.reject(0, new Error('late'))).toBe(false);
    expect(table.fulfil(0, 'double')).toBe(false);
    table.advance(0, 'running');
    expect([table.state(0), table.end(0), table.settledCount, table.failedCount]).toEqual([
      'success',
      { status: 'fulfilled', value: 'first' },
      1,
      0,
    ]);
  });

  it('keeps undefined and null as results', () => {
    const table = running();
    table.fulfil(0, undefined);
    expect(table.end(0)).toEqual({ status: 'fulfilled', value: undefined });
  });

  it('counts cancelled calls as failed ones in a state of their own', () => {
    const table = running();
    table.reject(0, 'why', 'cancelled');
    expect([table.state(0), table.failedCount]).toEqual(['cancelled', 1]);
  });

  it('tells listeners until they leave', () => {
    const table = new CallTable();
    const told: unknown[] = [];
    const leave = table.subscribe({
      settled: (index) => told.push(index),
      counted: (total) => told.push(`of ${total}`),
    });
    table.setTotal(3);
    table.fulfil(2, 1);
    leave();
    table.fulfil(0, 1);
    expect(told).toEqual(['of 3', 2]);
  });
});

describe('a job of many calls', () => {
  it('knows when all have ended, and which have not', () => {
    const table = new CallTable();
    table.setTotal(1000);
    for (let index = 0; index < 999; index++) table.fulfil(index, index);
    expect([table.allSettled, [...table.unsettled()]]).toEqual([false, [999]]);
    table.reject(999, 'x');
    expect(table.allSettled).toBe(true);
  });

  it('of no calls has ended', () => {
    const table = new CallTable();
    table.setTotal(0);
    expect(table.allSettled).toBe(true);
  });

  it('forgets a result that was handed out, not that there was one', () => {
    const table = running();
    table.fulfil(0, 'x');
    table.release(0);
    expect([table.end(0), table.state(0), table.isSettled(0)]).toEqual([undefined, 'success', true]);
  });
});
