import { describe, expect, it } from 'vitest';
import type { MonitorEvent } from '../spec/monitor.js';
import { WatchedEvents, type WatchedEventsOptions } from './watched-events.js';

const job = (jobId: string, executorId = 'own') => ({ executorId, jobId });
const report = (jobId: string, n: number, size = 1): MonitorEvent => ({
  type: 'report',
  jobId,
  body: new Uint8Array(size).fill(n),
});
const gap: MonitorEvent = { type: 'gap' };

/** All that waits to be read. */
async function told(events: WatchedEvents): Promise<readonly MonitorEvent[]> {
  const seen: MonitorEvent[] = [];
  const mark = new Error('Nothing more waits.');
  events.fail(mark);
  const reading = (async () => {
    for await (const event of events) seen.push(event);
  })();
  await expect(reading).rejects.toBe(mark);
  return seen;
}

describe('what comes of a job', () => {
  it('while it is watched is told, under its own executor only', async () => {
    const events = new WatchedEvents();
    events.watch(job('M0000'));
    events.push(job('M0000'), report('M0000', 1));
    events.push(job('M0000', 'other'), report('M0000', 2));
    expect(await told(events)).toEqual([report('M0000', 1)]);
  });

  it('before it is watched is told then, in order, once', async () => {
    const events = new WatchedEvents();
    for (const n of [1, 2]) events.push(job('M0000'), report('M0000', n));
    expect(await told(events)).toEqual([]);
    events.watch(job('M0000'));
    events.unwatch(job('M0000'));
    events.watch(job('M0000'));
    expect(await told(events)).toEqual([report('M0000', 1), report('M0000', 2)]);
  });

  it('after it was watched is dropped, until it is watched again', async () => {
    const events = new WatchedEvents();
    events.watch(job('M0000'));
    events.unwatch(job('M0000'));
    events.push(job('M0000'), report('M0000', 1));
    events.watch(job('M0000'));
    events.push(job('M0000'), report('M0000', 2));
    expect(await told(events)).toEqual([report('M0000', 2)]);
  });
});

describe('an event', () => {
  it('that is held, dropped or skipped is said to be taken in its turn', async () => {
    const events = new WatchedEvents();
    const taken: string[] = [];
    const word = (text: string) => () => void taken.push(text);
    events.unwatch(job('over'));
    events.push(job('over'), report('over', 1), word('dropped'));
    events.push(job('held'), report('held', 1), word('held'));
    events.skip(word('skipped'));
    expect(taken).toEqual([]);
    expect(await told(events)).toEqual([]);
    expect(taken).toEqual(['dropped', 'held', 'skipped']);
  });
});

describe('what is held for jobs that nobody watches', () => {
  const options: WatchedEventsOptions = { maxHeldBytes: 2000 };

  it('is bounded: the job that has waited longest loses it, and core is told to look into storage', async () => {
    const events = new WatchedEvents(options);
    events.push(job('first'), report('first', 1, 1000));
    events.push(job('second'), report('second', 2, 1000));
    events.watch(job('second'));
    expect(await told(events)).toEqual([report('second', 2, 1000), gap]);
    events.watch(job('first'));
    expect(await told(events)).toEqual([gap]);
  });

  it('is not counted any more once it was told', async () => {
    const events = new WatchedEvents(options);
    for (const n of [1, 2, 3, 4]) {
      events.push(job(`M${n}`), report(`M${n}`, n, 1000));
      events.watch(job(`M${n}`));
    }
    expect(await told(events)).toEqual([1, 2, 3, 4].map((n) => report(`M${n}`, n, 1000)));
  });

  it('may be any number of events without a body, and is bounded all the same', async () => {
    const events = new WatchedEvents(options);
    const start: MonitorEvent = { type: 'started', calls: [] };
    for (let n = 0; n < 100; n++) events.push(job('never'), start);
    events.push(job('late'), start);
    events.watch(job('late'));
    expect(await told(events)).toEqual([start, gap]);
  });
});

it('says whether any job is watched', () => {
  const events = new WatchedEvents();
  for (const id of ['M0000', 'M0001', 'M0001']) events.watch(job(id));
  events.unwatch(job('M0000'));
  events.unwatch(job('M0000'));
  expect(events.isWatching).toBe(true);
  events.unwatch(job('M0001'));
  expect(events.isWatching).toBe(false);
});

it('ends and throws as its queue does', async () => {
  const events = new WatchedEvents();
  events.fail(new Error('away for good'));
  await expect(events[Symbol.asyncIterator]().next()).rejects.toThrow('away for good');
  events.close();
  expect(await events[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
});
