import { describe, expect, it } from 'vitest';
import { WatchedCalls } from './watched-calls.js';

/** The same calls, as user thread and watch thread see them. */
function twoSides() {
  const user = new WatchedCalls();
  return { user, watch: new WatchedCalls(user.buffer) };
}

describe('calls that two threads share', () => {
  it('are claimed one after the other, each once', () => {
    const { user, watch } = twoSides();
    user.begin(7, 3, 1000, 100);
    expect(watch.look()).toMatchObject({ id: 7, running: -1, limitMs: 1000, patienceMs: 100 });
    expect([user.claim(0, 10), user.claim(0, 11), user.claim(1, 12)]).toEqual([true, false, true]);
    expect(watch.look()).toMatchObject({ running: 1, begunMs: 12 });
  });

  it('are either run or taken back', () => {
    const { user, watch } = twoSides();
    user.begin(1, 400, 1000, 100);
    user.claim(0, 0);
    const seen = watch.look();
    expect(seen && watch.takeBack(seen)).toBe(true);
    expect(seen && watch.takeBack(seen)).toBe(false);
    expect(user.claim(1, 0)).toBe(false);
    expect(watch.look()).toMatchObject({ id: 1, running: 0 });
  });

  it('are not taken back when another one has begun meanwhile', () => {
    const { user, watch } = twoSides();
    user.begin(1, 3, 1000, 100);
    user.claim(0, 0);
    const seen = watch.look();
    user.claim(1, 0);
    expect(seen && watch.takeBack(seen)).toBe(false);
    expect(user.claim(2, 0)).toBe(true);
  });

  it('of a later activation at the same place are not taken for those that were seen', () => {
    const { user, watch } = twoSides();
    user.begin(1, 3, 1000, 100);
    user.claim(0, 0);
    const seen = watch.look();
    user.end();
    user.begin(2, 3, 1000, 100);
    user.claim(0, 0);
    expect(seen && watch.takeBack(seen)).toBe(false);
    expect(user.claim(1, 0)).toBe(true);
  });

  it('cannot be taken back when none was begun, or none is left', () => {
    const { user, watch } = twoSides();
    user.begin(1, 1, 1000, 100);
    const fresh = watch.look();
    expect(fresh && watch.takeBack(fresh)).toBe(false);
    user.claim(0, 0);
    const last = watch.look();
    expect(last && watch.takeBack(last)).toBe(false);
  });

  it('are seen no more when the activation is over', () => {
    const { user, watch } = twoSides();
    user.begin(1, 1, 1000, 100);
    user.end();
    expect(watch.look()).toBeUndefined();
  });
});
