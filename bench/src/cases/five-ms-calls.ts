import { LocalhostExecutor } from '@lithops/core';
import { type BenchCase, timed } from '../case.js';

const CALLS = 1000;
const CALL_MS = 5;
const WORKERS = 2;

/** 1,000 calls of 5 ms of work: how much of the workers' time is theirs. */
export const fiveMsCalls: BenchCase = {
  name: `${CALLS.toLocaleString('en')} calls of ${CALL_MS} ms, ${WORKERS} workers`,
  against: 'ideal',
  target: 1.05,
  rounds: 3,
  open: async () => {
    const exec = new LocalhostExecutor({ maxWorkers: WORKERS });
    await exec.map((x) => x, [1, 2]);
    const items = Array.from({ length: CALLS }, () => CALL_MS);
    return [
      {
        name: 'lithops',
        run: () => timed(() => Promise.resolve(exec.map(busy, items))),
        close: () => exec.close(),
      },
      { name: 'ideal', run: async () => (CALLS * CALL_MS) / WORKERS, close: async () => undefined },
    ];
  },
};

function busy(durationMs: number): void {
  const endMs = performance.now() + durationMs;
  while (performance.now() < endMs);
}
