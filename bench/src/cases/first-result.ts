import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type BenchCase, type Contestant, nothingToClose, timed } from '../case.js';

/** A whole program from its start to its end, with one call in between. */
export const firstResult: BenchCase = {
  name: 'first result of a fresh program',
  against: 'bare fork',
  target: 1.25,
  rounds: 25,
  open: async () => [program('lithops', 'first-result.mjs'), program('bare fork', 'bare-fork.mjs')],
};

function program(name: string, file: string): Contestant {
  const entry = fileURLToPath(new URL(`../workers/${file}`, import.meta.url));
  return { name, run: () => timed(() => runToEnd(entry)), close: nothingToClose };
}

async function runToEnd(entry: string): Promise<void> {
  const child = spawn(process.execPath, [entry], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`Expected ${entry} to end with exit code 0, got ${code}.`);
}
