// Has a call write to this program's standard output until its reader has gone away, and another one write after that. Tells
// by standard error what they came to.
import { FunctionExecutor } from '@lithops/core';

const exec = new FunctionExecutor({ maxWorkers: 1, progress: false });
const first = exec.callAsync(async () => {
  const closed = new Promise((resolve) => process.stdout.once('close', resolve));
  const timer = setInterval(() => process.stdout.write('written\n'), 1);
  await closed;
  clearInterval(timer);
  return process.pid;
});
const firstPid = await first;
const secondPid = await exec.callAsync(() => {
  process.stdout.write('to nobody\n');
  return process.pid;
});
await exec.close();
console.error(firstPid === secondPid ? 'the same process ran both' : 'the process was replaced');
