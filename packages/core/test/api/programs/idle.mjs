// Runs something and never closes its executor: that must not keep it alive.
import { FunctionExecutor } from '@lithops/core';

const exec = new FunctionExecutor({ maxWorkers: 1, progress: false });
console.log(await exec.map((x) => x * 2, [1, 2]));
