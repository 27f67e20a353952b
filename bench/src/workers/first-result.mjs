import { FunctionExecutor } from '@lithops/core';

const exec = new FunctionExecutor();
await exec.callAsync((x) => x, 1);
await exec.close();
