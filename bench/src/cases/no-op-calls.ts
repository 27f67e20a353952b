import { LocalhostExecutor } from '@lithops/core';
import { Piscina } from 'piscina';
import { type BenchCase, type Contestant, timed } from '../case.js';

const CALLS = 10_000;
const WORKERS = 2;

/** 10,000 calls that do nothing, on workers that are warm. */
export const noOpCalls: BenchCase = {
  name: `${CALLS.toLocaleString('en')} no-op calls, warm, ${WORKERS} workers`,
  against: 'piscina (threads)',
  target: 0.1,
  rounds: 7,
  open: async () => [await lithops(), await piscina()],
};

async function lithops(): Promise<Contestant> {
  const exec = new LocalhostExecutor({ maxWorkers: WORKERS });
  const items = Array.from({ length: CALLS }, (_, index) => index);
  const run = () => timed(() => Promise.resolve(exec.map((x) => x, items)));
  await run();
  return { name: 'lithops (processes)', run, close: () => exec.close() };
}

async function piscina(): Promise<Contestant> {
  const filename = new URL('../workers/no-op.mjs', import.meta.url).href;
  const pool = new Piscina({ filename, minThreads: WORKERS, maxThreads: WORKERS });
  const run = () => timed(() => Promise.all(Array.from({ length: CALLS }, (_, index) => pool.run(index))));
  await run();
  return { name: 'piscina (threads)', run, close: () => pool.destroy() };
}
