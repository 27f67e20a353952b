// Ends with failed calls that nobody looked at.
import { FunctionExecutor } from '@lithops/core';

const exec = new FunctionExecutor({ maxWorkers: 1, progress: false });
const list = exec.map(
  (x) => {
    throw new RangeError(`no ${x}`);
  },
  [1, 2],
);
await list.wait();
console.log('waited');
