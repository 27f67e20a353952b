import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AdaptiveWindow } from './adaptive-window.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const nobody = (): void => undefined;

/** How many are under way when the window is full. */
function roomOf(window: AdaptiveWindow): number {
  let underWay = 0;
  while (underWay < 10_000 && window.hasRoom(underWay)) underWay++;
  return underWay;
}

/** Of as many as were sent together, so many are refused. */
function refuse(window: AdaptiveWindow, sent: number, refusals: number): void {
  for (let underWay = sent; underWay > sent - refusals; underWay--) window.refused(underWay);
}

function accept(window: AdaptiveWindow, count: number): void {
  for (let ended = 0; ended < count; ended++) window.accepted();
}

describe('what a backend takes at once', () => {
  it('is as much as there may be, until it refuses something', () => {
    const window = new AdaptiveWindow(1000, nobody);
    accept(window, 5000);
    expect(roomOf(window)).toBe(1000);
  });

  it('is what it has not refused of what was sent together', () => {
    const window = new AdaptiveWindow(1000, nobody);
    refuse(window, 1000, 990);
    expect(roomOf(window)).toBe(10);
  });

  it('is tried again with one, after as many as it takes', () => {
    const window = new AdaptiveWindow(1000, nobody);
    refuse(window, 1000, 990);
    accept(window, 9);
    expect(roomOf(window)).toBe(10);
    accept(window, 1);
    expect(roomOf(window)).toBe(11);
    refuse(window, 11, 1);
    expect(roomOf(window)).toBe(10);
  });

  it('is tried with ever more while it refuses nothing, and never with more than there may be', () => {
    const window = new AdaptiveWindow(20, nobody);
    refuse(window, 20, 18);
    const rooms = [2, 3, 5, 9, 17].map((room) => {
      accept(window, room);
      return roomOf(window);
    });
    expect(rooms).toEqual([3, 5, 9, 17, 20]);
  });

  it('is tried with more each second as well, while what it took is still running', () => {
    const grown: number[] = [];
    const window = new AdaptiveWindow(100, () => grown.push(roomOf(window)));
    refuse(window, 100, 99);
    vi.advanceTimersByTime(60_000);
    expect(grown).toEqual([2, 4, 8, 16, 32, 64, 100]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is one at least', () => {
    const window = new AdaptiveWindow(3, nobody);
    refuse(window, 3, 3);
    expect(roomOf(window)).toBe(1);
  });

  it('is not tried any more once it is closed', () => {
    const grown = vi.fn();
    const window = new AdaptiveWindow(3, grown);
    refuse(window, 3, 3);
    window.close();
    vi.advanceTimersByTime(60_000);
    expect(grown).not.toHaveBeenCalled();
  });
});
