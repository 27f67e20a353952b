// Begins the next job whenever one has failed, for ever. argv: `same` executor for all, or a `new` one for each.
import { FunctionExecutor } from '@lithops/core';

const [which] = process.argv.slice(2);
const open = () => new FunctionExecutor({ maxWorkers: 1, progress: false });
const exec = open();
for (;;) {
  const list = (which === 'same' ? exec : open()).map(() => new Promise(() => undefined), [1]);
  console.log('began');
  try {
    await list;
  } catch (error) {
    console.log(error.code);
  }
}
