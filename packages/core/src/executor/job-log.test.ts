import { describe, expect, it } from 'vitest';
import type { RetryObserver } from '../job/retry-observer.js';
import type { Logger } from '../log/index.js';
import { CallTable } from '../monitor/call-table.js';
import { logBeginning } from './job-log.js';

/** Logs a job's beginning, and gives who hears of its attempts. */
function beginning() {
  const lines: string[] = [];
  const log: Logger = {
    debug: () => undefined,
    info: (message) => lines.push(`info ${message}`),
    warn: (message) => lines.push(`warning ${message}`),
    error: () => undefined,
  };
  let observer: RetryObserver | undefined;
  const observe = (one: RetryObserver): void => {
    observer = one;
  };
  logBeginning({ name: 'e/M0000', table: new CallTable(), observe }, log);
  return { lines, retried: (...args: Parameters<RetryObserver['retried']>) => observer?.retried(...args) };
}

describe('the log of a job whose platform fails', () => {
  it('warns of the first ten lost workers, says that it stops, and goes on at info', () => {
    const { lines, retried } = beginning();
    for (let index = 0; index < 12; index++) retried(index, 1, 'worker', new Error('gone'));
    expect(lines.filter((line) => line.startsWith('warning '))).toEqual([
      ...Array.from(
        { length: 10 },
        (_, index) => `warning Call ${index} of e/M0000 is sent again after attempt 1: gone`,
      ),
      'warning Further workers that e/M0000 loses are logged at level info.',
    ]);
    expect(lines.slice(-2)).toEqual([
      'info Call 10 of e/M0000 is sent again after attempt 1: gone',
      'info Call 11 of e/M0000 is sent again after attempt 1: gone',
    ]);
  });

  it('does not warn of functions that fail', () => {
    const { lines, retried } = beginning();
    retried(3, 2, 'function', 'no');
    expect(lines.at(-1)).toBe('info Call 3 of e/M0000 is sent again after attempt 2: no');
  });
});
