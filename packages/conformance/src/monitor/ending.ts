import { leaveOut } from '../left-out.js';
import { moreThan, whatIsAlive } from '../still-alive.js';
import type { TestRunner } from '../test-runner.js';
import { heardOne, JOB, watching } from './beginnings.js';
import type { MonitorTest } from './index.js';
import { expectSame, promises } from './promises.js';
import { report } from './reports.js';

export function endingTests({ describe, it }: TestRunner, test: MonitorTest): void {
  describe('a client that is closed', () => {
    it(
      'ends its iteration while nothing comes',
      test(async (halves) => {
        const listener = await watching(halves);
        await listener.close();
      }),
    );

    it(
      'ends its iteration while reports come',
      test(async (halves) => {
        const listener = await watching(halves);
        const reporter = await halves.reporter();
        for (let n = 0; n < 20; n++) await reporter.outcome(report(JOB, n));
        await listener.close();
      }),
    );

    it(
      'ends it though nobody has read yet',
      test(async (halves) => {
        const client = await halves.openUnread();
        client.watch({ executorId: halves.executorId, jobId: JOB });
        const reporter = await halves.reporter();
        await reporter.outcome(report(JOB, 0));
        await reporter.flush();
        await halves.patience.settled(promises.ends, client.close(), 'close() of the client to settle');
        const next = client[Symbol.asyncIterator]().next();
        const { done } = await halves.patience.settled(promises.ends, next, 'next() to give { done: true }');
        expectSame(promises.ends, done, true);
      }),
    );

    it(
      'leaves nothing in its process',
      test(async (halves) => {
        const before = whatIsAlive();
        const { listener } = await heardOne(halves);
        listener.client.unwatch({ executorId: halves.executorId, jobId: JOB });
        await halves.endWorkers();
        await listener.close();
        await halves.monitor.close?.();
        const left = (): readonly string[] => moreThan(before);
        const isNothing = (): boolean => left().length === 0;
        const expected = 'nothing that keeps the process running';
        await halves.patience.until(promises.nothingLeft, isNothing, expected, () => left().join(', '));
      }),
    );

    it(
      'leaves nothing in what the monitor stands on',
      test(async (halves) => {
        if (halves.left === undefined) leaveOut('monitorSuite was given no `left`');
        const { listener } = await heardOne(halves);
        listener.client.unwatch({ executorId: halves.executorId, jobId: JOB });
        await listener.close();
        expectSame(promises.nothingLeft, await halves.left(halves.executorId), []);
      }),
    );

    it(
      'leaves workers that can still flush, or are told that they cannot',
      test(async (halves) => {
        const { listener, reporter } = await heardOne(halves);
        await listener.close();
        await reporter.outcome(report(JOB, 1));
        await reporter.settle();
      }),
    );
  });

  describe('a reporter that is closed', () => {
    it(
      'leaves the others of its process, and those to come, as they are',
      test(async (halves) => {
        const { listener, worker, reporter } = await heardOne(halves);
        const second = await worker.reporter(halves.executorId);
        await reporter.close();
        const third = await worker.reporter(halves.executorId);
        for (const [place, reporter] of [second, third].entries()) {
          await reporter.outcome(report(JOB, place + 1));
          await reporter.flush();
        }
        await listener.hears(promises.flushed, JOB, [report(JOB, 0), report(JOB, 1), report(JOB, 2)]);
      }),
    );

    it(
      'and its monitor leave a process that ends by itself',
      test(async (halves) => {
        const { worker, reporter } = await heardOne(halves);
        await reporter.close();
        await worker.closeMonitor();
        await worker.endsByItself();
      }),
    );
  });
}
