import { leaveOut } from '../left-out.js';
import { breaks } from '../promises.js';
import type { TestRunner } from '../test-runner.js';
import { heardOne, hears, JOB } from './beginnings.js';
import type { Halves } from './halves.js';
import type { Cut, MonitorSuiteOptions, MonitorTest } from './index.js';
import { promises } from './promises.js';
import { report } from './reports.js';
import { type SuitePrograms, waitFor } from './suite-programs.js';
import type { WorkerProcess } from './worker-process.js';

type CutWay = () => Cut | Promise<Cut>;
type CutTest = (body: (halves: Halves, cut: CutWay) => Promise<void>) => () => Promise<void>;

/** For monitors whose way can be cut: the others leave these out before anything is started. */
export function cuttingTests(
  runner: TestRunner,
  options: Pick<MonitorSuiteOptions, 'cut'>,
  test: MonitorTest,
  programs: SuitePrograms,
): void {
  const way = (): CutWay => {
    if (options.cut === undefined) leaveOut('monitorSuite was given no `cut`');
    return options.cut.bind(options);
  };
  const cutting: CutTest = (body) => async () => {
    const cut = way();
    await test((halves) => body(halves, cut))();
  };
  cutTests(runner, cutting, () => jobWhileCut(programs, way()));
  mendedTests(runner, cutting);
}

function cutTests({ describe, it }: TestRunner, cutting: CutTest, job: () => Promise<void>): void {
  describe('while the way is cut', () => {
    it(
      'flush rejects, and tells nobody that all is well',
      cutting(async (halves, cut) => {
        const { worker } = await heardOne(halves);
        const mend = await cut();
        await rejects(halves, worker, 1).finally(mend);
      }),
    );

    it(
      'flush rejects for each reporter anew, and not for what was told before',
      cutting(async (halves, cut) => {
        const { listener, worker } = await heardOne(halves);
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

    it('the calls of a job come to their ends by way of storage', job);
  });
}

async function jobWhileCut(programs: SuitePrograms, cut: CutWay): Promise<void> {
  await programs.runCut(async (exec) => {
    const [begun, go] = [programs.newMark(), programs.newMark()];
    const list = exec.map(waitFor, [{ begun, go }]);
    await programs.seen(begun);
    const mend = await cut();
    try {
      programs.set(go);
      await programs.comesTo(list, ['went']);
    } finally {
      await mend();
    }
  });
}

function mendedTests({ describe, it }: TestRunner, cutting: CutTest): void {
  describe('when the way is mended', () => {
    it(
      'a client that was open tells what reporters are given from then on',
      cutting(async (halves, cut) => {
        const { listener, worker } = await heardOne(halves);
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
      cutting(async (halves, cut) => {
        const mend = await cut();
        const [opened] = await Promise.allSettled([halves.listen()]).finally(mend);
        // What could be opened all the same is not opened again: an executor has one.
        const listener = opened?.status === 'fulfilled' ? opened.value : await halves.listen();
        listener.client.watch({ executorId: halves.executorId, jobId: JOB });
        await hears(halves, listener);
      }),
    );
  });
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
    if (state.failure === undefined) throw error;
    breaks(promises.mends, 'flush() to resolve again', `a rejection each time: ${state.failure.message}`);
  } finally {
    state.isOver = true;
  }
}
