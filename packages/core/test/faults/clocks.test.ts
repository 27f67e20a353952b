import type { ExecutorOptions, FunctionExecutor } from '@lithops/core';
import { batch, events, faas } from '@lithops/testing-backends';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openOn, useFleet } from '../backends/support/open.js';
import { endsOf } from '../backends/support/outcome-of.js';
import { executorIn, onThisMachine, places } from '../support/executors.js';
import { newMarks } from '../support/gates.js';

const HOUR_MS = 3_600_000;

/** Sets this process's clock, again and again if need be; timers go on as they do when somebody sets a clock. */
function useClock(): { step(ms: number): void } {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  return { step: (ms) => void vi.setSystemTime(Date.now() + ms) };
}

describe.each(places)('a clock that is set while calls run on $place', (place) => {
  it.each([
    ['forward', HOUR_MS],
    ['back', -HOUR_MS],
  ])('%s an hour: nothing times out, nothing hangs', async (_, ms) => {
    const clock = useClock();
    const exec = executorIn(place);
    const marks = newMarks();
    const list = exec.map(
      async (n: number) => {
        marks.set(`started ${n}`);
        if (n < 2) await marks.seen('go');
        return n;
      },
      [0, 1, 2, 3, 4, 5],
      { timeoutMs: 10_000, chunkSize: 2, retries: 0 },
    );
    await marks.count(2);
    clock.step(ms);
    marks.set('go');
    expect(await exec.getResult(list, { timeoutMs: 10_000 })).toEqual([0, 1, 2, 3, 4, 5]);
    clock.step(-2 * ms);
    expect(await exec.map((n: number) => n, [1, 2], { timeoutMs: 10_000, retries: 0 })).toEqual([1, 2]);
  });
});

describe('a worker process that sets its clock', () => {
  it.each([HOUR_MS, -HOUR_MS])('by %i ms, on localhost: calls behind it run', async (ms) => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1, retries: 0 });
    const list = exec.map(
      (n: number) => {
        const { now } = Date;
        if (n === 0) Date.now = () => now() + ms;
        return n;
      },
      [0, 1, 2, 3],
      { chunkSize: 2, timeoutMs: 10_000 },
    );
    expect(await list).toEqual([0, 1, 2, 3]);
  });
});

describe('workers whose clock is an hour off', () => {
  const fleet = useFleet();
  const open = (plugin: Parameters<typeof openOn>[0], options?: ExecutorOptions): FunctionExecutor =>
    openOn(plugin, { maxWorkers: 2, ...options });

  it.each([
    ['ahead', 'replies', -HOUR_MS],
    ['behind', 'replies', HOUR_MS],
    ['ahead', 'a monitor', -HOUR_MS],
    ['behind', 'a monitor', HOUR_MS],
  ])('%s, with %s: every call settles, and soon', async (_, by, shiftDeadlineMs) => {
    const options = { fleet, shiftDeadlineMs };
    const exec = open(by === 'replies' ? faas(options) : events(options));
    const ends = await endsOf(
      exec.map((n: number) => n, [0, 1, 2, 3], { chunkSize: 2, timeoutMs: 10_000, retries: 0 }),
    );
    if (shiftDeadlineMs > 0) expect(ends).toEqual([0, 1, 2, 3]);
    else expect(ends).toEqual(Array(4).fill('LITHOPS_WORKER_FAILED'));
  });

  it('behind a queue of whole jobs: nobody asks for the time', async () => {
    const exec = open(batch({ fleet }));
    expect(await exec.map((n: number) => n, [0, 1, 2], { timeoutMs: 10_000 })).toEqual([0, 1, 2]);
  });
});
