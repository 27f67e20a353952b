// Runs one job with the option progress of argv, and prints its results.
import { FunctionExecutor } from '@lithops/core';

const choices = { auto: 'auto', true: true, false: false };
const exec = new FunctionExecutor({ maxWorkers: 1, progress: choices[process.argv[2]] });
console.log('begin');
console.log(JSON.stringify(await exec.map((x) => x * x, [1, 2, 3])));
await exec.close();
