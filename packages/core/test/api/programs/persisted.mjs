// One client of a persisted job: `begin` is killed in the middle, `resume` and `keyed` go on.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FunctionExecutor } from '@lithops/core';

const [, , how, folder, jobId] = process.argv;

class Point {
  constructor(x) {
    this.x = x;
  }
}

class Odd extends Error {
  constructor(x) {
    super(`${x} is odd`);
    this.x = x;
  }
}

/** Leaves a mark for each time it runs; waits for `go` from item 4 on. */
const work = async (x, { attempt }) => {
  for (let n = 0; ; n++) {
    const mark = join(folder, `ran-${x}-${n}`);
    if (existsSync(mark)) continue;
    writeFileSync(mark, String(attempt));
    break;
  }
  while (x >= 4 && !existsSync(join(folder, 'go'))) await pause(5);
  if (x === 1) return undefined;
  if (x === 2) return null;
  if (x === 3) throw new Odd(x);
  return new Point(x * x);
};

const options = { progress: false, maxWorkers: 2 };

/** Has no seventh item while this program lives. */
async function* slowly() {
  yield* [0, 1, 2, 3, 4, 5];
  for (;;) await pause(1000);
}

function listOf() {
  const items = [0, 1, 2, 3, 4, 5, 6, 7];
  if (how === 'resume') return FunctionExecutor.resume(jobId, work, options);
  const keyed = how === 'keyed';
  const exec = new FunctionExecutor({ ...options, persist: !keyed });
  return exec.map(work, how === 'begin-slowly' ? slowly() : items, {
    chunkSize: 1,
    jobKey: keyed ? jobId : undefined,
  });
}

const list = listOf();
writeFileSync(join(folder, 'job'), list.jobId);
const ends = await list.settled();
const told = ends.map((end) =>
  end.status === 'fulfilled'
    ? end.value instanceof Point
      ? { point: end.value.x }
      : { value: end.value === undefined ? 'undefined' : end.value }
    : {
        error: end.reason.message,
        code: end.reason.code,
        isOdd: end.reason instanceof Odd,
        x: end.reason.x,
      },
);
console.log(JSON.stringify(told));
