import { expect, it, vi } from 'vitest';
import { CallTable } from '../monitor/call-table.js';
import { onceSettled } from './call-waiters.js';

function tableOf(calls: number) {
  const table = new CallTable();
  table.grow(calls);
  return { table, subscribe: vi.spyOn(table, 'subscribe') };
}

it('wakes those who wait for the call, by one listener for all calls', () => {
  const { table, subscribe } = tableOf(3);
  const woken: string[] = [];
  for (const name of ['a', 'b']) onceSettled(table, 0, () => woken.push(name));
  onceSettled(table, 1, () => woken.push('c'));
  onceSettled(table, 1, () => woken.push('gave up'))();
  expect(subscribe).toHaveBeenCalledTimes(1);
  table.reject(0, new Error('no'));
  expect(woken).toEqual(['a', 'b']);
  table.reject(1, new Error('no'));
  expect(woken).toEqual(['a', 'b', 'c']);
});

it('wakes those who wait for a call that does not exist', () => {
  const { table } = tableOf(1);
  const waiter = vi.fn();
  onceSettled(table, 4, waiter);
  table.setTotal(1);
  expect(waiter).toHaveBeenCalledTimes(1);
});

it('listens again after everybody had left', () => {
  const { table, subscribe } = tableOf(2);
  onceSettled(table, 0, () => undefined)();
  const waiter = vi.fn();
  onceSettled(table, 1, waiter);
  expect(subscribe).toHaveBeenCalledTimes(2);
  table.reject(1, new Error('no'));
  expect(waiter).toHaveBeenCalledTimes(1);
});
