import { describe, expect, it } from 'vitest';
import type { Frame } from './frames.js';
import { BEAT_MS, Watch } from './watch.js';
import { WatchedCalls } from './watched-calls.js';

/** A watch over calls of which each may take 1,000 ms, with its clock and memory in the hands of the test. */
function watched({ memoryBytes = 0 } = {}) {
  const calls = new WatchedCalls();
  const sent: Frame[] = [];
  const died: Frame[] = [];
  const at = { nowMs: 0, bytes: 0, interrupts: 0 };
  const watch = new Watch(calls, memoryBytes, {
    send: (frame) => sent.push(frame),
    interrupt: async () => {
      at.interrupts++;
      return '    at here';
    },
    residentBytes: () => at.bytes,
    die: (frame) => died.push(frame),
    nowMs: () => at.nowMs,
  });
  const lookAt = (nowMs: number): number | undefined => {
    at.nowMs = nowMs;
    return watch.look();
  };
  return { calls, sent, died, at, lookAt };
}

const failureIn = (frame: Frame | undefined): unknown =>
  JSON.parse(Buffer.from(frame?.body ?? []).toString());

describe('the watch over calls', () => {
  it('takes back what waits behind a slow call, once, and has the user thread hand over what it has', () => {
    const { calls, sent, at, lookAt } = watched();
    calls.begin(7, 3, 1000, 100);
    calls.claim(0, 0);
    lookAt(0);
    lookAt(99);
    expect(sent).toEqual([]);
    lookAt(100);
    lookAt(200);
    expect(sent.map(({ type, id, body }) => [type, id, body[0]])).toEqual([['returned', 7, 1]]);
    expect(at.interrupts).toBe(1);
    expect(calls.claim(1, 0)).toBe(false);
  });

  it('ends the process when a call is overdue, and says which one and where it was', async () => {
    const { calls, died, lookAt } = watched();
    calls.begin(7, 1, 1000, 5000);
    calls.claim(0, 0);
    lookAt(0);
    lookAt(1099);
    expect(died).toEqual([]);
    lookAt(1100);
    await Promise.resolve();
    expect(failureIn(died[0])).toMatchObject({
      kind: 'timed-out',
      running: { position: 0, stack: '    at here' },
    });
  });

  it('ends the process when it is too large', () => {
    const { calls, died, at, lookAt } = watched({ memoryBytes: 100 });
    calls.begin(7, 1, 1000, 5000);
    calls.claim(0, 0);
    at.bytes = 100;
    lookAt(0);
    expect(died).toEqual([]);
    at.bytes = 101;
    lookAt(1);
    expect(failureIn(died[0])).toMatchObject({ kind: 'out-of-memory', running: { position: 0 } });
  });

  it('beats while calls run, and sleeps while none does', () => {
    const { calls, sent, lookAt } = watched();
    expect(lookAt(BEAT_MS)).toBeUndefined();
    calls.isBusy = true;
    calls.begin(7, 1, 60_000, 60_000);
    lookAt(BEAT_MS);
    lookAt(BEAT_MS + 1);
    expect(sent.map(({ type }) => type)).toEqual(['beat']);
  });

  it('beats while what an activation brings is loaded, and while its results are told', () => {
    const { calls, sent, lookAt } = watched();
    calls.isBusy = true;
    lookAt(BEAT_MS);
    calls.begin(7, 1, 60_000, 60_000);
    calls.end();
    lookAt(2 * BEAT_MS);
    expect(sent.map(({ type }) => type)).toEqual(['beat', 'beat']);
    calls.isBusy = false;
    expect(lookAt(3 * BEAT_MS)).toBeUndefined();
    expect(sent).toHaveLength(2);
  });

  it('counts from when a call began, however late it sees it', () => {
    const { calls, sent, lookAt } = watched();
    calls.begin(7, 3, 1000, 100);
    calls.claim(0, 0);
    lookAt(0);
    calls.claim(1, 5);
    lookAt(104);
    expect(sent).toEqual([]);
    lookAt(105);
    expect(sent.map(({ type, body }) => [type, body[0]])).toEqual([['returned', 2]]);
  });

  it('looks again when the call has lasted for too long, or one that begins right now would have', () => {
    const { calls, lookAt } = watched();
    calls.begin(7, 3, 1000, 100);
    expect(lookAt(0)).toBe(100);
    calls.claim(0, 10);
    expect(lookAt(40)).toBe(70);
    calls.claim(1, 60);
    expect(lookAt(110)).toBe(50);
  });

  it('does not look more often than every 20 ms', () => {
    const { calls, lookAt } = watched();
    calls.begin(7, 2, 1000, 100);
    calls.claim(0, 0);
    expect(lookAt(99)).toBe(20);
  });
});
