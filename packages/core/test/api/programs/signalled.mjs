// Signals itself while a call runs that would take a minute. argv: the signal, and `own` for a listener of its own, or `group`
// to signal its whole process group, as Ctrl-C does.
import { FunctionExecutor } from '@lithops/core';

const [signal, listener] = process.argv.slice(2);
const exec = new FunctionExecutor({ maxWorkers: 1 });
if (listener === 'own') {
  process.on(signal, async () => {
    console.log('own listener');
    await exec.close();
  });
}
const worker = await exec.callAsync(() => process.pid);
console.log(`worker ${worker}`);
const call = exec.callAsync(async (ms) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
}, 60_000);
call.catch((error) => console.log(error.code));
while (call.state !== 'running') await new Promise((resolve) => setTimeout(resolve, 5));
process.kill(listener === 'group' ? -process.pid : process.pid, signal);
