// Blocks a worker for ever. argv: options of the executor. Prints the call's word, then waits; at SIGINT what became of it.
import { FunctionExecutor } from '@lithops/core';

const exec = new FunctionExecutor(JSON.parse(process.argv[2] ?? '{}'));
const blocked = exec.callAsync(() => {
  console.log('blocked');
  for (;;);
}, 0);
blocked.catch(({ code }) => console.log(code));
