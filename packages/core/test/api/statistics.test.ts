import { inProcess, memoryStorage } from '@lithops/core/testing';
import { describe, expect, it } from 'vitest';
import { executorIn, onThisMachine, places } from '../support/executors.js';

function burn(ms: number): number {
  const endMs = process.cpuUsage().user / 1000 + ms;
  while (process.cpuUsage().user / 1000 < endMs);
  return process.pid;
}

async function rest(ms: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return process.pid;
}

describe('statistics of a call', () => {
  it('are those of its own process: what burns has processor time, what rests has little', async () => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1 });
    const burning = exec.callAsync(burn, 200);
    await burning;
    const resting = exec.callAsync(rest, 400);
    await resting;
    expect(burning.stats.cpuMs).toBeGreaterThan(190);
    expect(resting.stats.execMs).toBeGreaterThan(390);
    expect(resting.stats.cpuMs).toBeLessThan(burning.stats.cpuMs ?? 0);
  });

  it('say when it was sent, ran and was told of, in that order where both have one clock', async () => {
    const exec = executorIn(onThisMachine);
    const future = exec.callAsync(rest, 20);
    await future;
    const { invokedAt, startedAt, endedAt, toldAt, clockSkewMs } = future.stats;
    const times = [invokedAt, startedAt, endedAt, toldAt].map(Number);
    // Fractions of a millisecond are cut off, at each time in another place.
    times.slice(1).forEach((time, place) => {
      expect(time).toBeGreaterThanOrEqual((times[place] ?? 0) - 1);
    });
    expect(clockSkewMs?.least).toBeLessThanOrEqual(0);
    expect(clockSkewMs?.most).toBeGreaterThanOrEqual(0);
  });

  it('leave out what would take longer to measure than the call took', async () => {
    const exec = executorIn(onThisMachine, { maxWorkers: 1 });
    const list = exec.map((x: number) => x, [1, 2, 3, 4, 5]);
    await list;
    const short = [...list].filter(({ stats }) => (stats.execMs ?? 0) < 1).slice(1);
    expect(short.length).toBeGreaterThan(0);
    for (const { stats } of short) {
      expect(stats).toMatchObject({ cpuMs: undefined, startedAt: expect.any(Date) });
    }
  });
});

describe.each(places)('the summary of jobs on $place', (place) => {
  it('has the time of all calls and the longest, while it runs and when it has ended', async () => {
    const exec = executorIn(place, { maxWorkers: 1 });
    expect(exec.jobSummary()).toEqual([]);
    const list = exec.map(rest, [30, 60]);
    expect(exec.jobSummary()).toMatchObject([{ jobId: list.jobId, calls: 2, execMs: undefined }]);
    await list;
    const [row] = exec.jobSummary();
    expect(row?.maxExecMs).toBeGreaterThan(55);
    expect(row?.execMs).toBeGreaterThan((row?.maxExecMs ?? 0) + 25);
    expect(row?.seconds).toBeGreaterThan(0.085);
    expect(row?.peakMemoryMb).toBeGreaterThan(1);
    expect(exec.jobSummary()).toEqual([row]);
  });

  it('counts what was streamed, and released, as well', async () => {
    const exec = executorIn(place);
    for await (const _ of exec.map(rest, [10, 10, 10]));
    expect(exec.jobSummary()[0]?.execMs).toBeGreaterThan(25);
  });
});

describe('the cost of a job', () => {
  it('has the attempts that failed in it', async () => {
    const backend = inProcess({ prices: { usdPerCall: 0.5 } });
    const exec = executorIn(onThisMachine, { backend, storage: memoryStorage() });
    const failing = (_: unknown, { attempt }: { readonly attempt: number }): number => {
      if (attempt < 3) throw new Error('not yet');
      return attempt;
    };
    expect(await exec.callAsync(failing, undefined, { retries: 2 })).toBe(3);
    expect(exec.jobSummary()).toMatchObject([{ calls: 1, failed: 0, usd: 1.5 }]);
  });
});
