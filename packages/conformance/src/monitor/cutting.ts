import type { TestRunner } from '../test-runner.js';
import type { Halves } from './halves.js';
import type { MonitorSuiteOptions, MonitorTest } from './index.js';
import type { Listener } from './listener.js';
import { breaks, promises } from './promises.js';
import { report } from './reports.js';
import { type SuitePrograms, waitFor } from './suite-programs.js';
import type { WorkerProcess } from './worker-process.js';

const JOB = 'M0000';

/** For monitors whose way can be cut. */
export function cuttingTests(
  { describe, it }: TestRunner,
  { cut }: Required<Pick<MonitorSuiteOptions, 'cut'>>,
  test: MonitorTest,
  programs: SuitePrograms,
): void {
  describe('while the way is cut', () => {
    it(
      'flush rejects, and tells nobody that all is well',
      test(async (halves) => {
        const { worker } = await begun(halves);
        const mend = await cut();
        try {
          await rejects(halves, worker, 1);
        } finally {
          await mend();
        }
      }),
    );

    it(
      'flush rejects for each reporter anew, and not for what was told before',
      test(async (halves) => {
        const { listener, worker } = await begun(halves);
        const mend = await cut();
        try {
          for (const n of [1, 2]) await rejects(halves, worker, n);
        } finally {
          await mend();
        }
        // What could not be told may be told late.
        const late = [report(JOB, 1), report(JOB, 2)];
        await listener.hears(promises.flushed, JOB, [report(JOB, 0)], late);
      }),
    );

    it('the calls of a job come to their ends by way of storage', async () => {
      await programs.runCut(async (exec) => {
        const [begins, go] = [programs.newMark(), programs.newMark()];
        const list = exec.map(waitFor, [{ begun: begins, go }]);
        await programs.seen(begins);
        const mend = await cut();
        try {
          programs.set(go);
          await programs.comesTo(list, ['went']);
        } finally {
          await mend();
        }
      });
    });
  });

  describe('when the way is mended', () => {
    it(
      'a client that was open tells what reporters are given from then on',
      test(async (halves) => {
        const { listener, worker } = await begun(halves);
        const mend = await cut();
        await rejects(halves, worker, 1).finally(mend);
        await tellsAgain(halves, worker);
        await halves.patience.until(
          promises.mends,
          () => listener.reportsOf(JOB).includes(`${JOB}/2/1`),
          'the report that was flushed when the way was mended',
          () => listener.reportsOf(JOB).join(', '),
        );
      }),
    );

    it(
      'a client can be opened that could not be before',
      test(async (halves) => {
        const mend = await cut();
        const [opened] = await Promise.allSettled([halves.listen()]).finally(mend);
        // What could be opened all the same is not opened again: an executor has one.
        const listener = opened?.status === 'fulfilled' ? opened.value : await halves.listen();
        await tells(halves, listener);
      }),
    );
  });
}

/** A client, and a worker process whose first reporter has told it something. */
async function begun(halves: Halves) {
  const listener = await halves.listen();
  return { listener, worker: await tells(halves, listener) };
}

async function tells(halves: Halves, listener: Listener): Promise<WorkerProcess> {
  listener.client.watch({ executorId: halves.executorId, jobId: JOB });
  const worker = await halves.worker();
  const reporter = await worker.reporter(halves.executorId);
  await reporter.outcome(report(JOB, 0));
  await reporter.flush();
  await listener.hears(promises.flushed, JOB, [report(JOB, 0)]);
  return worker;
}

async function rejects(halves: Halves, worker: WorkerProcess, index: number): Promise<void> {
  const reporter = await worker.reporter(halves.executorId);
  await reporter.outcome(report(JOB, index));
  if ((await reporter.settle()) === undefined)
    breaks(promises.rejects, 'flush() to reject while the way is cut', 'that it resolved');
}

/** It may need a moment to find its way; what is not told is told by the next reporter, as by that of the next activation. */
async function tellsAgain(halves: Halves, worker: WorkerProcess): Promise<void> {
  const state: { failure: Error | undefined; isOver: boolean } = { failure: undefined, isOver: false };
  const tell = async (): Promise<void> => {
    const reporter = await worker.reporter(halves.executorId);
    await reporter.outcome(report(JOB, 2));
    state.failure = await reporter.settle();
    state.isOver ||= state.failure === undefined;
  };
  const telling = (async () => {
    while (!state.isOver) await tell();
  })();
  try {
    await halves.patience.settled(promises.mends, telling, 'flush() to resolve again');
  } catch (error) {
    throw state.failure === undefined ? error : new Error(`${String(error)}: ${state.failure.message}`);
  } finally {
    state.isOver = true;
  }
}
