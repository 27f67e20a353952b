// Streams items through calls and prints what came of them, and by how much the heap grew on the way.
import { FunctionExecutor } from '@lithops/core';
import { inProcess, memoryStorage } from '@lithops/core/testing';

const [place, count, options] = process.argv.slice(2);
const items = Number(count);
const where = place === 'localhost' ? { backend: place } : { backend: inProcess(), storage: memoryStorage() };

function* numbers() {
  for (let n = 0; n < items; n++) yield n;
}

function heapMb() {
  globalThis.gc();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const exec = new FunctionExecutor({ ...where, progress: false });
let sum = 0;
let read = 0;
let earlyMb = 0;
for await (const { value } of exec.map((n) => n % 2, numbers(), JSON.parse(options ?? '{}'))) {
  sum += value;
  read++;
  if (read === items / 10) earlyMb = heapMb();
}
const grownMb = heapMb() - earlyMb;
await exec.close();
console.log(JSON.stringify({ read, sum, grownMb }));
