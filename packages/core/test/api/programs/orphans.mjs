// Starts a call that blocks its worker for ever, tells the worker's pid, then ends as argv says.
import { existsSync, readFileSync } from 'node:fs';
import { FunctionExecutor } from '@lithops/core';

const [how, file] = process.argv.slice(2);
const exec = new FunctionExecutor({ maxWorkers: 1, handleSignals: false });
const blocked = exec.callAsync(async (path) => {
  const { writeFileSync } = await import('node:fs');
  writeFileSync(path, String(process.pid));
  for (;;);
}, file);
blocked.catch(() => undefined);
while (!existsSync(file) || readFileSync(file, 'utf8') === '')
  await new Promise((resolve) => setTimeout(resolve, 10));
if (how === 'kill') process.kill(process.pid, 'SIGKILL');
if (how === 'exit') process.exit(3);
setImmediate(() => {
  throw new Error('the program crashed');
});
