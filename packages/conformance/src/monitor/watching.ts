import { numbers } from '../ends.js';
import type { TestRunner } from '../test-runner.js';
import type { MonitorTest, TwoMonitorsTest } from './index.js';
import type { Listener } from './listener.js';
import { expectKept, promises } from './promises.js';
import { call, report } from './reports.js';
import type { RemoteReporter } from './worker-process.js';

export function watchingTests({ describe, it }: TestRunner, test: MonitorTest, both: TwoMonitorsTest): void {
  describe('a client', () => {
    it(
      'tells of each job that it watches under its own name',
      test(async (halves) => {
        const { executorId } = halves;
        const listener = await halves.listen();
        const jobs = ['M0000', 'M0001', 'R0002'];
        for (const jobId of jobs) listener.client.watch({ executorId, jobId });
        const remote = await halves.reporter();
        for (const n of numbers(5)) for (const jobId of jobs) await remote.outcome(report(jobId, n));
        await remote.flush();
        for (const jobId of jobs)
          await listener.hears(
            promises.apart,
            jobId,
            numbers(5).map((n) => report(jobId, n)),
          );
      }),
    );

    it(
      'tells of a job that another executor left to it',
      test(async (halves) => {
        const { executorId } = halves;
        const other = `${executorId}-other`;
        const listener = await halves.listen();
        listener.client.watch({ executorId: other, jobId: 'M0007' });
        const remote = await halves.reporter(other);
        await remote.outcome(report('M0007', 0));
        await remote.flush();
        await listener.hears(promises.apart, 'M0007', [report('M0007', 0)]);
      }),
    );

    it(
      'tells of what came before it watched the job',
      test(async (halves) => {
        const { executorId } = halves;
        const listener = await halves.listen();
        const remote = await halves.reporter();
        await remote.started([call('M0000', 0)]);
        await remote.outcome(report('M0000', 0), report('M0000', 1));
        await remote.flush();
        listener.client.watch({ executorId, jobId: 'M0000' });
        await remote.outcome(report('M0000', 2));
        await remote.flush();
        await listener.hears(
          promises.earlier,
          'M0000',
          numbers(3).map((n) => report('M0000', n)),
        );
        await listener.hearsStarted(promises.earlier, 'M0000', [call('M0000', 0)]);
      }),
    );

    it(
      'tells of no job that it does not watch',
      test(async (halves) => {
        const { executorId } = halves;
        const listener = await halves.listen();
        listener.client.watch({ executorId, jobId: 'M0001' });
        const remote = await halves.reporter();
        await remote.outcome(report('M0000', 0), report('M0001', 0));
        await remote.flush();
        await listener.hears(promises.apart, 'M0001', [report('M0001', 0)]);
        await tellsOfMore(listener, remote, 1);
        const others = listener.reportsOf('M0000');
        expectKept(promises.watchedOnly, others.length === 0, 'nothing of job M0000', others.join(', '));
      }),
    );

    it(
      'tells of a job no more that it does not watch any more',
      test(async (halves) => {
        const { executorId } = halves;
        const listener = await halves.listen();
        for (const jobId of ['M0000', 'M0001']) listener.client.watch({ executorId, jobId });
        const remote = await halves.reporter();
        await remote.outcome(report('M0000', 0));
        await remote.flush();
        await listener.hears(promises.flushed, 'M0000', [report('M0000', 0)]);
        listener.client.unwatch({ executorId, jobId: 'M0000' });
        await remote.outcome(report('M0000', 1), report('M0001', 1));
        await remote.flush();
        await listener.hears(promises.apart, 'M0001', [report('M0001', 1)]);
        await tellsOfMore(listener, remote, 2);
        await listener.hears(promises.watchedOnly, 'M0000', [report('M0000', 0)]);
      }),
    );

    it(
      'may leave out calls that have ended, and no others',
      test(async (halves) => {
        const { executorId } = halves;
        const listener = await halves.listen();
        listener.client.watch({ executorId, jobId: 'M0000', isSettled: (index) => index < 5 });
        const remote = await halves.reporter();
        await remote.outcome(...numbers(10).map((n) => report('M0000', n)));
        await remote.flush();
        const told = () => new Set(listener.reportsOf('M0000')).size;
        const open = numbers(10)
          .slice(5)
          .map((n) => `M0000/${n}/1`);
        const isTold = (name: string) => listener.reportsOf('M0000').includes(name);
        await halves.patience.until(
          promises.flushed,
          () => open.every(isTold),
          'reports of the five calls that have not ended',
          () => `${told()} reports`,
        );
      }),
    );
  });

  describe('two executors at once', () => {
    it(
      'get each their own, though their jobs have the same name',
      both(async (one, other) => {
        const pairs = await Promise.all(
          [one, other].map(async (halves) => {
            const listener = await halves.listen();
            listener.client.watch({ executorId: halves.executorId, jobId: 'M0000' });
            return { listener, remote: await halves.reporter() };
          }),
        );
        const reports = [numbers(10).slice(0, 5), numbers(10).slice(5)].map((half) =>
          half.map((n) => report('M0000', n)),
        );
        for (const [place, { remote }] of pairs.entries()) {
          await remote.outcome(...(reports[place] ?? []));
          await remote.flush();
        }
        for (const [place, { listener }] of pairs.entries())
          await listener.hears(promises.apart, 'M0000', reports[place] ?? []);
      }),
    );
  });
}

/**
 * Of job M0001, two times: whoever looks from time to time, job by job, has looked at all that was there before the first when it
 * tells of the second.
 */
async function tellsOfMore(listener: Listener, reporter: RemoteReporter, index: number): Promise<void> {
  for (const one of [index, index + 1]) {
    const next = report('M0001', one);
    await reporter.outcome(next);
    await reporter.flush();
    const before = numbers(one).map((n) => report('M0001', n));
    await listener.hears(promises.apart, 'M0001', [next], before);
  }
}
