// Calls write to both streams, the last words of one that dies among them; the program writes after each.
import { FunctionExecutor } from '@lithops/core';

const exec = new FunctionExecutor({ maxWorkers: 1, progress: false, retries: 0, logLevel: 'error' });
await exec.callAsync(() => {
  console.log('call says hello');
  console.error('call warns');
});
console.log('program heard it');
await exec
  .callAsync(() => {
    console.log('call 1 dies');
    process.kill(process.pid, 'SIGKILL');
  })
  .wait();
console.log('program says', await exec.callAsync((n) => n + 1, 1));
await exec.close().catch(() => undefined);
