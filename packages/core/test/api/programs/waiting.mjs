// Awaits nothing: calls that run keep the program alive until they have ended.
import { FunctionExecutor } from '@lithops/core';

const exec = new FunctionExecutor({ maxWorkers: 1, progress: false });
exec
  .callAsync(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return 'ended';
  })
  .then((value) => console.log(value));
