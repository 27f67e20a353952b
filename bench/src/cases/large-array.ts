import { LocalhostExecutor } from '@lithops/core';
import { absent, type BenchCase, type Contestant, nothingToClose, timed } from '../case.js';
import { contestantOf } from '../peers/peer.js';
import { piscina } from '../peers/piscina.js';

const LENGTH = 25_000_000;
const module = new URL('../workers/no-op.mjs', import.meta.url);
const COPIES = 'structured clones (two)';

/** 200 MB to a worker and back. */
export const largeArray: BenchCase = {
  name: '200 MB Float64Array in, same out',
  against: COPIES,
  target: 3,
  rounds: 4,
  open: async () => contestants(new Float64Array(LENGTH).map((_, index) => index)),
};

async function contestants(array: Float64Array): Promise<readonly Contestant[]> {
  return [
    await lithops(array),
    {
      name: COPIES,
      run: () => timed(async () => structuredClone(structuredClone(array))),
      close: nothingToClose,
    },
    await contestantOf(piscina(module, 1), [array], { rounds: 2 }),
    absent('tinypool (processes)', 'sends JSON: a typed array comes back as a plain object'),
    absent('workerpool (processes)', 'sends JSON: a typed array comes back as a plain object'),
    absent('faast.js local (processes)', 'sends text'),
  ];
}

async function lithops(array: Float64Array): Promise<Contestant> {
  const exec = new LocalhostExecutor({ maxWorkers: 1 });
  const send = async (): Promise<void> => {
    const back = await exec.callAsync((x) => x, array);
    if (back.length !== LENGTH || back[LENGTH - 1] !== LENGTH - 1)
      throw new Error('Expected the same array back.');
  };
  await send();
  return { name: 'lithops (processes)', run: () => timed(send), close: () => exec.close() };
}
