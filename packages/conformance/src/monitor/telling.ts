import { numbers } from '../ends.js';
import type { TestRunner } from '../test-runner.js';
import { JOB, watching, watchingOne } from './beginnings.js';
import type { MonitorTest } from './index.js';
import { promises } from './promises.js';
import { call, failedReport, jointReport, noise, report, reportWith } from './reports.js';

/** Larger than what most ways take at once, bytes. */
const LARGE_BYTES = 4 * 1024 * 1024;

export function tellingTests({ describe, it }: TestRunner, test: MonitorTest): void {
  describe('what a reporter was given', () => {
    it(
      'is where the client finds it when flush resolves',
      test(async (halves) => {
        const { listener, reporter } = await watchingOne(halves);
        const reports = numbers(10).map((n) => report(JOB, n));
        await reporter.outcome(...reports);
        await reporter.flush();
        await listener.hears(promises.flushed, JOB, reports);
      }),
    );

    it(
      'is so though its worker dies in the moment in which flush resolves',
      test(async (halves) => {
        const { listener, reporter } = await watchingOne(halves);
        const reports = numbers(10).map((n) => report(JOB, n));
        await reporter.outcome(...reports);
        await reporter.flushAndDie();
        await listener.hears(promises.flushed, JOB, reports);
      }),
    );

    it(
      'is so with each flush, and those with nothing to tell resolve',
      test(async (halves) => {
        const { listener, reporter } = await watchingOne(halves);
        await reporter.flush();
        for (const n of numbers(3)) {
          await reporter.outcome(report(JOB, n));
          await reporter.flush();
          await reporter.flush();
          await listener.hears(
            promises.flushed,
            JOB,
            numbers(n + 1).map((one) => report(JOB, one)),
          );
        }
      }),
    );

    it(
      'is so for 2,000 reports',
      test(async (halves) => {
        const { listener, reporter } = await watchingOne(halves);
        const reports = numbers(2000).map((n) => report(JOB, n));
        await reporter.outcome(...reports);
        await reporter.flush();
        await listener.hears(promises.flushed, JOB, reports);
      }),
    );

    it(
      'is so for several reporters at once, of one worker and of two',
      test(async (halves) => {
        const listener = await watching(halves);
        const workers = await Promise.all([halves.worker(), halves.worker()]);
        const made = [...workers, ...workers].map((worker) => worker.reporter(halves.executorId));
        const reporters = await Promise.all(made);
        const tell = reporters.map(async (reporter, place) => {
          for (const n of numbers(5)) await reporter.outcome(report(JOB, place * 5 + n));
          await reporter.flush();
        });
        await Promise.all(tell);
        await listener.hears(
          promises.flushed,
          JOB,
          numbers(20).map((n) => report(JOB, n)),
        );
      }),
    );

    it(
      'is told though it was given before, and though others were lost with their worker',
      test(async (halves) => {
        const { listener, reporter } = await watchingOne(halves);
        const lost = await halves.worker();
        await (await lost.reporter(halves.executorId)).outcome(report(JOB, 0));
        await lost.kill();
        for (const n of [0, 1, 0]) await reporter.outcome(report(JOB, n));
        await reporter.flush();
        await listener.hears(promises.flushed, JOB, [report(JOB, 0), report(JOB, 1)]);
      }),
    );

    it(
      'is told of each attempt, but for a failed one that is late',
      test(async (halves) => {
        const { listener, reporter } = await watchingOne(halves);
        const [failed, second] = [failedReport(JOB, 0, 1), report(JOB, 0, 2)];
        const [early, late] = [report(JOB, 1, 2), failedReport(JOB, 1, 1)];
        for (const one of [failed, second, early, late]) {
          await reporter.outcome(one);
          await reporter.flush();
        }
        await listener.hears(promises.flushed, JOB, [failed, second, early], [late]);
      }),
    );

    it(
      'may be of several calls, and of calls that failed',
      test(async (halves) => {
        const { listener, reporter } = await watchingOne(halves);
        const reports = [
          jointReport(JOB, [0, 1, 2]),
          jointReport(JOB, [3]),
          jointReport(JOB, numbers(50).slice(4)),
        ];
        await reporter.outcome(...reports);
        await reporter.flush();
        await listener.hears(promises.flushed, JOB, reports);
      }),
    );
  });

  describe('the calls that a reporter says have started', () => {
    it(
      'are told as started, with job, number and attempt',
      test(async (halves) => {
        const { listener, reporter } = await watchingOne(halves);
        const calls = [call(JOB, 0), call(JOB, 7, 2), call(JOB, 123_456)];
        await reporter.started(calls);
        await reporter.flush();
        await listener.hearsStarted(promises.started, JOB, calls);
      }),
    );
  });

  describe('the bytes of a report', () => {
    const bodies: Readonly<Record<string, (largest: number) => Uint8Array<ArrayBuffer>>> = {
      'may be one': () => Uint8Array.of(0),
      'may have every value': () => Uint8Array.from(numbers(256)),
      'may be part of a larger buffer': () => noise(1000).subarray(100, 300),
      'may be text that looks like none': () => Buffer.from('\r\n\0{"jobId":"M0001"}\n\n\u2028ü'),
      'may be as many as it carries': (largest) => noise(largest),
    };
    for (const [name, body] of Object.entries(bodies)) {
      it(
        `${name}, and arrive as they were given`,
        test(async (halves) => {
          const { listener, reporter } = await watchingOne(halves);
          const most = Math.min(halves.monitor.maxReportBytes ?? LARGE_BYTES, LARGE_BYTES);
          const reports = [reportWith(JOB, 0, body(most)), report(JOB, 1)];
          await reporter.outcome(...reports);
          await reporter.flush();
          await listener.hears(promises.unread, JOB, reports);
        }),
      );
    }
  });
}
