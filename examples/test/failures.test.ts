import { describe, expect, it } from 'vitest';
import { outputOf, runExample } from './output.js';

describe('cancelling.ts', () => {
  it('shows the states of calls that were stopped, and what cleans up', async () => {
    const [first, signal, timeOut, limited, cancelled, closed] = await outputOf('cancelling.ts');
    expect(first).toBe('1');
    expect(signal).toBe('signal     success, cancelled, cancelled');
    expect(timeOut).toMatch(
      /^LITHOPS_TIMEOUT: .* limit of 500 ms and was stopped at spin \(.*cancelling\.ts:\d+:\d+\)/,
    );
    expect(limited).toBe('timeoutMs  success, error');
    expect(cancelled).toBe('cancel()   cancelled, running; left: two');
    expect(closed).toBe('close()    cancelled, cancelled; left: 0 files');
  }, 150_000);
});

describe('retries.ts', () => {
  it('shows what each call came to and after how many attempts', async () => {
    const { lines, stderr } = await runExample('retries.ts');
    expect(lines).toEqual([
      'steady    1 attempts  done',
      'flaky     3 attempts  done',
      'wrong     1 attempts  TypeError: not a number',
      'deadly    2 attempts  done',
      'hopeless  4 attempts  Busy: attempt 4: come back later',
    ]);
    expect(stderr).toContain('is sent again after attempt 1: The worker of call 3');
  }, 150_000);
});

describe('progress.ts', () => {
  it('draws a bar that gets longer, and is full at the end', async () => {
    const lines = await outputOf('progress.ts');
    const done = lines.map((line) => Number(/ (\d+) of 40, /.exec(line)?.[1]));
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(lines.at(-1)).toMatch(/^█{40} 40 of 40, /);
  }, 150_000);
});
