// Tells how far a job is, as a bar of your own. (Without the option there is one already, when stderr is a terminal.)
import { setTimeout as pause } from 'node:timers/promises';
import { FunctionExecutor, type JobProgress } from '@lithops/core';

/** Called at most ten times a second, and once at the end. */
function draw({ done, running, total = done }: JobProgress): void {
  const filled = Math.round((done / total) * 40);
  console.log(`${'█'.repeat(filled)}${'░'.repeat(40 - filled)} ${done} of ${total}, ${running} running`);
}

await using exec = new FunctionExecutor({ progress: draw, maxWorkers: 4 });
await exec.map(
  (ms: number) => pause(ms),
  Array.from({ length: 40 }, () => 50),
);
