import { FunctionExecutor } from '@lithops/core';

const exec = new FunctionExecutor();
await exec.callAsync((n) => n + 1, 1);
await exec.close();
