import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { LocalhostExecutor } from '@lithops/core';
import { type BenchCase, type Contestant, timed } from '../case.js';
import { contestantOf } from '../peers/peer.js';
import { piscina } from '../peers/piscina.js';
import { tinypool } from '../peers/tinypool.js';
import { workerpool } from '../peers/workerpool.js';
import burn from '../workers/burn.mjs';

const CALLS = 1000;
const CALL_MS = 5;
const WORKERS = 2;
const module = new URL('../workers/burn.mjs', import.meta.url);

/** 1,000 calls of 5 ms of the processor's time, against processes that do nothing but that: half of the work each. */
export const fiveMsCalls: BenchCase = {
  name: `${CALLS.toLocaleString('en')} calls of ${CALL_MS} ms, ${WORKERS} workers`,
  against: 'ideal (bare processes)',
  target: 1.05,
  rounds: 9,
  open: async () => {
    const iterations = iterationsIn(CALL_MS);
    const items = Array.from({ length: CALLS }, () => iterations);
    const warmUp = [iterations, iterations];
    return [
      await lithops(items),
      await ideal(iterations),
      await contestantOf(piscina(module, WORKERS), items, { rounds: 2, warmUp }),
      await contestantOf(tinypool(module, WORKERS), items, { rounds: 2, warmUp }),
      await contestantOf(workerpool(module, WORKERS), items, { rounds: 2, warmUp }),
    ];
  },
};

/** The quickest of some tries: the others were disturbed. */
function iterationsIn(ms: number): number {
  const tried = 20_000_000;
  const times = Array.from({ length: 5 }, () => {
    const startedMs = performance.now();
    burn(tried);
    return performance.now() - startedMs;
  });
  return Math.round((tried * ms) / Math.min(...times));
}

async function lithops(items: readonly number[]): Promise<Contestant> {
  const exec = new LocalhostExecutor({ maxWorkers: WORKERS });
  await exec.map(burn, items.slice(0, WORKERS));
  return { name: 'lithops', run: () => timed(() => exec.map(burn, items)), close: () => exec.close() };
}

async function ideal(iterations: number): Promise<Contestant> {
  const file = fileURLToPath(new URL('../workers/bare-burn.mjs', import.meta.url));
  const children = Array.from({ length: WORKERS }, () => fork(file));
  const all = (calls: number) => Promise.all(children.map((child) => askToBurn(child, calls, iterations)));
  await all(1);
  return {
    name: 'ideal (bare processes)',
    run: () => timed(() => all(CALLS / WORKERS)),
    close: async () => {
      for (const child of children) child.kill();
    },
  };
}

async function askToBurn(child: ChildProcess, calls: number, iterations: number): Promise<void> {
  const done = once(child, 'message');
  child.send({ calls, iterations });
  await done;
}
