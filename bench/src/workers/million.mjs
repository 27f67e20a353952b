// Streams no-op calls over a generator and prints what it took; fails when results wait for the input's end.
import { LocalhostExecutor } from '@lithops/core';

const ITEMS = 1_000_000;
const exec = new LocalhostExecutor({ maxWorkers: 2, progress: false });
await exec.map((x) => x, [1, 2]);

let read = 0;
function* numbers() {
  while (read < ITEMS) yield read++;
}

const startedMs = performance.now();
let results = 0;
let sum = 0;
let readAtFirst = 0;
let firstMs = 0;
let rssMb = 0;
for await (const { value } of exec.map((x) => x, numbers())) {
  if (results === 0) {
    readAtFirst = read;
    firstMs = performance.now() - startedMs;
  }
  results++;
  // The system's own maximum counts what the program that started this one had.
  if (results % 10_000 === 0) rssMb = Math.max(rssMb, process.memoryUsage.rss() / 2 ** 20);
  sum += value;
}
const ms = performance.now() - startedMs;
await exec.close();
if (results !== ITEMS || sum !== (ITEMS * (ITEMS - 1)) / 2)
  throw new Error(`Got ${results} results, sum ${sum}.`);
console.log(JSON.stringify({ ms, firstMs, readAtFirst, rssMb }));
