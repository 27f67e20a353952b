import type { MonitorEvent } from '@lithops/core/spec';
import { describe, expect, it } from 'vitest';
import { Deliveries } from './deliveries.js';

const gap: MonitorEvent = { type: 'gap' };

describe('deliveries', () => {
  it('count as taken when the reader asks for the next, the last of many for all', async () => {
    const deliveries = new Deliveries();
    const taken: number[] = [];
    for (let n = 0; n < 100; n++) deliveries.push({ event: gap, taken: () => void taken.push(n) });
    const reader = deliveries[Symbol.asyncIterator]();
    for (let n = 0; n < 64; n++) await reader.next();
    expect(taken).toEqual([]);
    await reader.next();
    expect(taken).toEqual([63]);
    for (let n = 65; n < 100; n++) await reader.next();
    const next = reader.next();
    await Promise.resolve();
    expect(taken).toEqual([63, 99]);
    deliveries.close();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('before news that nobody acknowledges are said to be taken, too', async () => {
    const deliveries = new Deliveries();
    const taken: string[] = [];
    deliveries.push({ event: gap, taken: () => void taken.push('told') });
    deliveries.push({ event: gap });
    const reader = deliveries[Symbol.asyncIterator]();
    for (let n = 0; n < 2; n++) await reader.next();
    const next = reader.next();
    await Promise.resolve();
    expect(taken).toEqual(['told']);
    deliveries.close();
    await next;
  });

  it('that are none of ours are not read, but said to be taken in their turn', async () => {
    const deliveries = new Deliveries();
    const taken: string[] = [];
    deliveries.push({ event: gap, taken: () => void taken.push('ours') });
    deliveries.push({ event: undefined, taken: () => void taken.push('none of ours') });
    const reader = deliveries[Symbol.asyncIterator]();
    expect(await reader.next()).toEqual({ done: false, value: gap });
    expect(taken).toEqual([]);
    const next = reader.next();
    await Promise.resolve();
    expect(taken).toEqual(['none of ours']);
    deliveries.close();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('that came before a failure are read before it is thrown, and reading may go on', async () => {
    const deliveries = new Deliveries();
    deliveries.push({ event: gap });
    deliveries.fail(new Error('away for good'));
    const reader = deliveries[Symbol.asyncIterator]();
    expect(await reader.next()).toEqual({ done: false, value: gap });
    await expect(reader.next()).rejects.toThrow('away for good');
    deliveries.push({ event: gap });
    expect(await deliveries[Symbol.asyncIterator]().next()).toEqual({ done: false, value: gap });
  });
});
