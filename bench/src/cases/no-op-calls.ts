import { LocalhostExecutor } from '@lithops/core';
import { type BenchCase, type Contestant, timed } from '../case.js';
import { faastLocal } from '../peers/faast.js';
import { contestantOf } from '../peers/peer.js';
import { piscina } from '../peers/piscina.js';
import { tinypool } from '../peers/tinypool.js';
import { workerpool } from '../peers/workerpool.js';

const CALLS = 10_000;
const WORKERS = 2;
const WARM_UP_RUNS = 3;
const items = Array.from({ length: CALLS }, (_, index) => index);
const manyItems = Array.from({ length: WARM_UP_RUNS * CALLS }, (_, index) => index);
const module = new URL('../workers/no-op.mjs', import.meta.url);

/** 10,000 calls that do nothing, on workers that are warm. */
export const noOpCalls: BenchCase = {
  name: `${CALLS.toLocaleString('en')} no-op calls, warm, ${WORKERS} workers`,
  against: 'piscina (threads)',
  target: 0.1,
  rounds: 7,
  open: async () => [
    await lithops(),
    await contestantOf(piscina(module, WORKERS), items, { warmUp: manyItems }),
    await contestantOf(tinypool(module, WORKERS), items, { rounds: 3 }),
    await contestantOf(workerpool(module, WORKERS), items, { rounds: 3 }),
    await contestantOf(await faastLocal(WORKERS), items, { rounds: 1, warmUp: [1, 2] }),
  ],
};

async function lithops(): Promise<Contestant> {
  const exec = new LocalhostExecutor({ maxWorkers: WORKERS });
  const run = () => timed(() => exec.map((x) => x, items));
  for (let time = 0; time < WARM_UP_RUNS; time++) await run();
  return { name: 'lithops (processes)', run, close: () => exec.close() };
}
