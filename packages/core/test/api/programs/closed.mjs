// Closes its executor and has nothing left to do.
import { FunctionExecutor } from '@lithops/core';

const exec = new FunctionExecutor({ maxWorkers: 2, progress: false });
console.log(await exec.map((x) => x * 2, [1, 2]));
await exec.close();
console.log(`closed at ${Date.now()}`);
