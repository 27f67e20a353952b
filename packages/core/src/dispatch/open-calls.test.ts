import { describe, expect, it } from 'vitest';
import { OpenCalls } from './open-calls.js';

const calls = () => new OpenCalls([4, 7, 9], [1, 2, 1]);

describe('the calls that an activation owes', () => {
  it('leave once each, in any order, and the first of the rest is what the worker is at', () => {
    const open = calls();
    expect([open.delete(7), open.delete(7), open.first, [...open]]).toEqual([true, false, 4, [4, 9]]);
    expect([open.delete(4), open.first, open.size]).toEqual([true, 9, 1]);
    expect([open.delete(9), open.first, open.size, [...open]]).toEqual([true, undefined, 0, []]);
  });

  it('leave by the attempt that was sent and by no other', () => {
    const open = calls();
    expect([open.deleteAttempt(4, 2), open.deleteAttempt(4, 1), open.deleteAttempt(7, 2)]).toEqual([
      false,
      true,
      true,
    ]);
    expect([...open]).toEqual([9]);
  });

  it('are none of another activation', () => {
    const open = calls();
    expect([open.delete(5), open.deleteAttempt(5, 1), open.size]).toEqual([false, false, 3]);
  });

  it('can leave all together', () => {
    const open = calls();
    open.clear();
    expect([open.size, open.first, [...open], open.delete(4)]).toEqual([0, undefined, [], false]);
  });
});
