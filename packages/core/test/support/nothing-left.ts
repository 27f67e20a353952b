/**
 * Runs for every test file: a test fails that leaves an executor, a worker process, or something that keeps the program
 * alive (timer, socket, pipe, child process); a file fails that leaves any child process at all.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeEach, onTestFinished } from 'vitest';
import { aliveBecauseOf, children, moreThan, openExecutors } from './left-behind.js';
import { runningTimers, watchTimers } from './running-timers.js';

watchTimers();

/** What was closed may take as long as this to be gone, milliseconds: a process ends when the system gets to it. */
const PATIENCE_MS = 5000;

const isWorker = ({ command }: { readonly command: string }): boolean => command.includes('localhost-worker');

beforeEach(() => {
  const executors = new Set(openExecutors());
  const alive = aliveBecauseOf();
  const timers = runningTimers();
  // Registered first, so it runs last: what a test closes when it has finished is closed by then.
  onTestFinished(() =>
    expectNothing(() => {
      const open = openExecutors();
      // Executors that several tests share keep their workers.
      const workers = open.length === 0 ? children().filter(isWorker) : [];
      return [
        ...open
          .filter((executor) => !executors.has(executor))
          .map(({ executorId }) => `executor ${executorId}`),
        ...workers.map(({ pid, command }) => `process ${pid} (${command})`),
        ...[...runningTimers()].flatMap(([timer, where]) =>
          timers.has(timer) ? [] : [`timer started ${where}`],
        ),
        ...moreThan(alive),
      ];
    }),
  );
});

afterAll(() =>
  expectNothing(() => [
    ...openExecutors().map(({ executorId }) => `executor ${executorId}`),
    ...children().map(({ pid, command }) => `process ${pid} (${command})`),
  ]),
);

async function expectNothing(left: () => readonly string[]): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (left().length > 0) {
    if (performance.now() > deadlineMs)
      throw new Error(`Expected nothing to be left, got ${left().join(', ')}.`);
    await pause(10, undefined, { ref: false });
  }
}
