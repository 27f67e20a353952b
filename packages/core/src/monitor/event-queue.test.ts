import { describe, expect, it } from 'vitest';
import type { MonitorEvent } from '../spec/monitor.js';
import { EventQueue } from './event-queue.js';

const gap: MonitorEvent = { type: 'gap' };

const report = (n: number): MonitorEvent => ({ type: 'report', jobId: 'M0000', body: Uint8Array.of(n) });

/** Reads so many events. */
async function read(reader: AsyncIterator<MonitorEvent>, count: number): Promise<readonly MonitorEvent[]> {
  const events: MonitorEvent[] = [];
  while (events.length < count) {
    const { done, value } = await reader.next();
    if (done === true) throw new Error('Expected more events.');
    events.push(value);
  }
  return events;
}

describe('events that wait', () => {
  it('are read in order, those that come meanwhile as well', async () => {
    const queue = new EventQueue();
    const reader = queue[Symbol.asyncIterator]();
    const pending = reader.next();
    for (const n of [1, 2]) queue.push(report(n));
    expect(await pending).toEqual({ done: false, value: report(1) });
    queue.push(report(3));
    expect(await read(reader, 2)).toEqual([report(2), report(3)]);
  });

  it('stay for the next reader when one has enough', async () => {
    const queue = new EventQueue();
    for (const n of [1, 2, 3]) queue.push(report(n));
    for await (const event of queue) {
      expect(event).toEqual(report(1));
      break;
    }
    expect(await read(queue[Symbol.asyncIterator](), 2)).toEqual([report(2), report(3)]);
  });

  it('are dropped when the queue is closed, and none is said to be taken', async () => {
    const queue = new EventQueue();
    const taken: number[] = [];
    for (const n of [1, 2]) queue.push(report(n), () => void taken.push(n));
    const reader = queue[Symbol.asyncIterator]();
    await reader.next();
    queue.close();
    queue.push(report(3));
    expect(await reader.next()).toEqual({ done: true, value: undefined });
    expect(taken).toEqual([1]);
  });

  it('before a failure are read before it is thrown, and reading may go on', async () => {
    const queue = new EventQueue();
    queue.push(gap);
    queue.fail(new Error('away for good'));
    const reader = queue[Symbol.asyncIterator]();
    expect(await reader.next()).toEqual({ done: false, value: gap });
    await expect(reader.next()).rejects.toThrow('away for good');
    queue.push(gap);
    expect(await queue[Symbol.asyncIterator]().next()).toEqual({ done: false, value: gap });
  });
});

describe('an event', () => {
  it('counts as taken when the reader asks for the next', async () => {
    const queue = new EventQueue();
    const taken: number[] = [];
    for (const n of [1, 2]) queue.push(report(n), () => void taken.push(n));
    const reader = queue[Symbol.asyncIterator]();
    await reader.next();
    expect(taken).toEqual([]);
    await reader.next();
    expect(taken).toEqual([1]);
  });

  it('that is nothing for the reader is said to be taken in its turn', async () => {
    const queue = new EventQueue();
    const taken: string[] = [];
    queue.push(gap, () => void taken.push('ours'));
    queue.push(undefined, () => void taken.push('none of ours'));
    const reader = queue[Symbol.asyncIterator]();
    expect(await reader.next()).toEqual({ done: false, value: gap });
    expect(taken).toEqual([]);
    const next = reader.next();
    await Promise.resolve();
    expect(taken).toEqual(['ours', 'none of ours']);
    queue.close();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});

describe('events that are said to be taken together', () => {
  it('are so by the word of the last of them', async () => {
    const queue = new EventQueue({ takenTogether: 64 });
    const taken: number[] = [];
    for (let n = 0; n < 100; n++) queue.push(gap, () => void taken.push(n));
    const reader = queue[Symbol.asyncIterator]();
    await read(reader, 64);
    expect(taken).toEqual([]);
    await read(reader, 1);
    expect(taken).toEqual([63]);
    await read(reader, 35);
    const next = reader.next();
    await Promise.resolve();
    expect(taken).toEqual([63, 99]);
    queue.close();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('are so as well when the last has no word to say', async () => {
    const queue = new EventQueue({ takenTogether: 64 });
    const taken: string[] = [];
    queue.push(gap, () => void taken.push('told'));
    queue.push(gap);
    const reader = queue[Symbol.asyncIterator]();
    await read(reader, 2);
    const next = reader.next();
    await Promise.resolve();
    expect(taken).toEqual(['told']);
    queue.close();
    await next;
  });
});
