import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { absent, type BenchCase, type Contestant, nothingToClose, type Sample } from '../case.js';

const START = promisify(execFile);
const NO_STREAMS = 'takes single calls; nothing reads an input as there is room for results';

/** A program of its own, so that its memory is its own. It fails when results wait for the input's end. */
export const millionStreamed: BenchCase = {
  name: '1,000,000 no-op items from a generator, results streamed',
  against: 4000,
  target: 1,
  limits: { rssMb: 200, readAtFirst: 10_000 },
  rounds: 3,
  open: async () => [
    lithops(),
    absent('piscina (threads)', NO_STREAMS),
    absent('tinypool (processes)', NO_STREAMS),
    absent('workerpool (processes)', NO_STREAMS),
    absent('faast.js local (processes)', NO_STREAMS),
  ],
};

function lithops(): Contestant {
  const program = fileURLToPath(new URL('../workers/million.mjs', import.meta.url));
  const run = async (): Promise<Sample> => {
    const { stdout } = await START(process.execPath, [program]);
    const { ms, ...also } = JSON.parse(stdout);
    return { ms, also };
  };
  return { name: 'lithops (processes)', run, close: nothingToClose };
}
