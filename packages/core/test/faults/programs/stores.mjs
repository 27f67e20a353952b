// Does what needs no storage and what does, and tells as JSON what became of each.
import { FunctionExecutor } from '@lithops/core';

const exec = new FunctionExecutor({ maxWorkers: 1, progress: false, logLevel: 'error' });
const ballast = 'x'.repeat(400_000);
const end = (promise) =>
  promise.then(
    (value) => ({ value }),
    ({ code, message }) => ({ code, message }),
  );

const ends = {
  small: await end(exec.map((x) => x + 1, [1, 2])),
  largeCode: await end(exec.callAsync(() => ballast.length)),
  inCall: await end(
    exec.callAsync(async (_, ctx) => {
      await ctx.storage.putObject(ctx.storage.bucket, 'a/key', new Uint8Array(200_000));
      return 'stored';
    }),
  ),
  after: await end(exec.callAsync((x) => x, 'still here')),
  close: await end(exec.close().then(() => 'closed')),
};
console.log(JSON.stringify(ends));
