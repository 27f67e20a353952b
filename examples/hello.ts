// The shortest program: run a function over some numbers, in worker processes of this machine.
import { FunctionExecutor } from '@lithops/core';

await using exec = new FunctionExecutor(); // no configuration: this machine, all cores
const squares = await exec.map((x: number) => x * x, [1, 2, 3]);
console.log(squares);
