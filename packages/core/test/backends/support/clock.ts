import { onTestFinished, vi } from 'vitest';

/**
 * Puts this process's timers into the test's hand; they go on by themselves as real time does. Workers are other
 * processes: theirs are not touched.
 */
export function useTimers(): { skip(seconds: number): Promise<unknown> } {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'],
    shouldAdvanceTime: true,
  });
  onTestFinished(() => void vi.useRealTimers());
  return { skip: (seconds) => vi.advanceTimersByTimeAsync(seconds * 1000) };
}
