// Loads a module in a worker for longer than a beat takes, while 70 s pass for whoever counts how long the worker is silent.
// MARKS is a folder.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const mark = (name) => path.join(process.env.MARKS ?? '', name);
const intervals = new Set();
let isCounted = false;
globalThis.setInterval = (act) => {
  isCounted = true;
  intervals.add(act);
  return { unref: () => act };
};
globalThis.clearInterval = (act) => void intervals.delete(act);

const { FunctionExecutor, fromModule } = await import('@lithops/core');
const { answer } = fromModule(new URL('./slow-module.mjs', import.meta.url));
const exec = new FunctionExecutor({ maxWorkers: 1, retries: 0, progress: false });
const call = exec.callAsync(answer).then(
  (value) => `it came to ${value}`,
  ({ message }) => message,
);
for (const name of ['loading', 'beaten']) {
  while (!existsSync(mark(name))) await pause(5);
  // 35 s of the 40 after which a silent worker is given up.
  for (let count = 0; count < 7; count++) for (const act of intervals) act();
}
writeFileSync(mark('loaded'), '');
console.log(isCounted ? await call : 'nobody counts');
await exec.close();
