// Searches an endless input, takes results as they come, and stops when it has found something; memory stays flat.
import { FunctionExecutor } from '@lithops/core';

/** Read only as far ahead as the workers need it. */
function* naturals(): Generator<number> {
  for (let n = 1; ; n++) yield n;
}

/** How many steps a number takes to 1: halve it when it is even, else triple it and add one. */
function collatz(n: number): number {
  let steps = 0;
  for (; n !== 1; steps++) n = n % 2 === 0 ? n / 2 : 3 * n + 1;
  return steps;
}

const heapMb = () => `${(process.memoryUsage().heapUsed / 2 ** 20).toFixed(0)} MB of heap`;

await using exec = new FunctionExecutor();
let seen = 0;
for await (const { item, value } of exec.map(collatz, naturals())) {
  seen++;
  if (seen % 50_000 === 0) console.log(`${seen} results, ${heapMb()}`);
  if (value > 400) {
    console.log(`${item} takes ${value} steps; found after ${seen} results, ${heapMb()}`);
    break; // cancels what still runs; the generator is closed
  }
}
