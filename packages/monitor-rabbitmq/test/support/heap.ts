import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** What is left on the heap when what nobody needs is gone, MB. */
export function collected(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
