// Functions that fail now and then, a worker that dies, and what each call came to after how many attempts.
import { type CallContext, type CallError, FunctionExecutor } from '@lithops/core';

class Busy extends Error {
  override readonly name = 'Busy';
}

const jobs = {
  steady: () => 'done',
  /** Like a service with too much to do: the third attempt gets through. */
  flaky: ({ attempt }: CallContext) => {
    if (attempt < 3) throw new Busy(`attempt ${attempt}: come back later`);
    return 'done';
  },
  /** Another attempt would not make it right. */
  wrong: () => {
    throw new TypeError('not a number');
  },
  /** Takes its process down, as a native addon or the system may. Nobody else's calls suffer. */
  deadly: ({ attempt }: CallContext) => {
    if (attempt === 1) process.kill(process.pid, 'SIGKILL');
    return 'done';
  },
  hopeless: ({ attempt }: CallContext) => {
    throw new Busy(`attempt ${attempt}: come back later`);
  },
};

await using exec = new FunctionExecutor();
const names = Object.keys(jobs) as (keyof typeof jobs)[];
const list = exec.map((name, ctx) => jobs[name](ctx), names, {
  retries: {
    limit: 3, // more attempts after the first
    when: ({ cause }: CallError) => cause instanceof Busy, // asked here; errors keep their class on the way
    delayMs: (attempt) => 25 * 2 ** attempt,
  },
});

for (const [i, end] of (await list.settled()).entries()) {
  const result = end.status === 'fulfilled' ? end.value : `${end.reason}`;
  console.log(`${names[i]?.padEnd(9)} ${list.at(i)?.stats.attempts} attempts  ${result}`);
}
