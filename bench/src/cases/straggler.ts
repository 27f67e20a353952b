import { LocalhostExecutor } from '@lithops/core';
import { type BenchCase, type Contestant, timed } from '../case.js';
import { contestantOf } from '../peers/peer.js';
import { piscina } from '../peers/piscina.js';
import { tinypool } from '../peers/tinypool.js';
import busy from '../workers/busy.mjs';

const CALLS = 100;
const LONG_MS = 10_000;
const SHORT_MS = 10;
const WORKERS = 2;
const items = Array.from({ length: CALLS }, (_, index) => (index === 0 ? LONG_MS : SHORT_MS));
const module = new URL('../workers/busy.mjs', import.meta.url);

/** One call that takes much longer than the others: the job is done when that one is. */
export const straggler: BenchCase = {
  name: `${CALLS} calls, the first of ${LONG_MS / 1000} s, the others of ${SHORT_MS} ms`,
  against: LONG_MS,
  target: 1.02,
  rounds: 3,
  open: async () => [
    await lithops(),
    await contestantOf(piscina(module, WORKERS), items, { rounds: 1, warmUp: [1, 1] }),
    await contestantOf(tinypool(module, WORKERS), items, { rounds: 1, warmUp: [1, 1] }),
  ],
};

async function lithops(): Promise<Contestant> {
  const exec = new LocalhostExecutor({ maxWorkers: WORKERS });
  await exec.map((x) => x, [1, 2]);
  return { name: 'lithops', run: () => timed(() => exec.map(busy, items)), close: () => exec.close() };
}
