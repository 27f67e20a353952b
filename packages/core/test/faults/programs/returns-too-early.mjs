// Returns a list from an async function that closes its executor: `return await` was meant. TypeScript's `await using`
// does as much as this `finally`.
import { FunctionExecutor } from '@lithops/core';

async function squares() {
  const exec = new FunctionExecutor({ maxWorkers: 1, progress: false });
  try {
    return exec.map((x) => x * x, [1, 2, 3]);
  } finally {
    await exec.close();
  }
}

try {
  console.log(await squares());
} catch (error) {
  console.log(error.code, error.message);
}
