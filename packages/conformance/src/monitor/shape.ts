import { leaveOut } from '../left-out.js';
import type { TestRunner } from '../test-runner.js';
import type { MonitorTest } from './index.js';
import { expectKept, expectSame, promises } from './promises.js';

export function shapeTests({ describe, it }: TestRunner, test: MonitorTest): void {
  describe('the plug-in', () => {
    it(
      'makes a monitor that says what it is',
      test(async ({ plugin, monitor }) => {
        expectSame(
          promises.plugin,
          [plugin.kind, plugin.specVersion, monitor.specVersion],
          ['monitor', 1, 1],
        );
        expectSame(promises.plugin, monitor.name, plugin.name);
        const { maxReportBytes = 1 } = monitor;
        const isSize = Number.isSafeInteger(maxReportBytes) && maxReportBytes > 0;
        expectKept(promises.plugin, isSize, 'maxReportBytes in bytes, or none', String(maxReportBytes));
      }),
    );

    it(
      'has a worker half that another process can load, and make of what crosses to it',
      test(async (halves) => {
        const worker = await halves.worker();
        await worker.reporter(halves.executorId);
      }),
    );

    it(
      'has a doctor that finds no problem',
      test(async ({ monitor, patience }) => {
        if (monitor.doctor === undefined) leaveOut('it has no doctor');
        const examined = monitor.doctor(new AbortController().signal);
        const findings = await patience.settled(promises.doctor, examined, 'doctor() to settle');
        const problems = findings.filter(({ level }) => level === 'problem').map(({ message }) => message);
        expectSame(promises.doctor, problems, []);
      }),
    );
  });
}
