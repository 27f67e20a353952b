import type { ComputePlugin, MonitorPlugin, StoragePlugin } from '@lithops/core/spec';
import { leavingOut } from '../left-out.js';
import type { SuiteOptions } from '../options.js';
import type { TestRunner } from '../test-runner.js';
import { cuttingTests } from './cutting.js';
import { endingTests } from './ending.js';
import { Halves } from './halves.js';
import { jobTests } from './jobs.js';
import { shapeTests } from './shape.js';
import { SuitePrograms } from './suite-programs.js';
import { tellingTests } from './telling.js';
import { watchingTests } from './watching.js';

/** What a suite of a monitor is told. A job of 2,000 calls is to end within `patienceMs`. */
export interface MonitorSuiteOptions extends SuiteOptions<MonitorPlugin> {
  /** Where jobs run whose outcomes come by the monitor. @default two workers on this machine */
  readonly backend?: ComputePlugin | undefined;
  /** What the workers of that backend store in. @default files of this machine */
  readonly storage?: StoragePlugin | undefined;
  /**
   * Cuts the way between workers and client, and gives what mends it: what a worker tells meanwhile must not arrive. Tests of
   * what happens then are left out without it.
   */
  cut?(): Cut | Promise<Cut>;
  /**
   * What is left of an executor that was closed, in whatever the monitor stands on: names of its queues, keys, files. The suite
   * wants none, and looks at the store by itself.
   */
  left?(executorId: string): Promise<readonly string[]>;
}

/** Mends a way that was cut. */
export type Cut = () => void | Promise<void>;

/** A test of both halves, which are closed when it is over. */
export type MonitorTest = (body: (halves: Halves) => Promise<void>) => () => Promise<void>;
export type TwoMonitorsTest = (body: (one: Halves, other: Halves) => Promise<void>) => () => Promise<void>;

/**
 * What every monitor promises, as tests of the caller's own runner: of its two halves, with reporters in processes of their own,
 * and of jobs whose outcomes come by it. A test may wait for several things for as long as `patienceMs`: give the runner five times that.
 *
 * @example
 * import { monitorSuite } from '@lithops/conformance';
 * import { rabbitmq } from '@lithops/monitor-rabbitmq';
 * import { after as afterAll, before as beforeAll, describe, it } from 'node:test';
 *
 * const amqpUrl = 'amqp://localhost';
 * monitorSuite({ describe, it, beforeAll, afterAll }, { create: () => rabbitmq({ amqpUrl }) });
 */
export function monitorSuite(runner: TestRunner, options: MonitorSuiteOptions): void {
  runner.describe('a monitor', () => {
    const programs = new SuitePrograms(options);
    runner.afterAll(async () => {
      await programs.removeFiles();
      await options.teardown?.();
    });
    const own = leavingOut(runner, options.onLeftOut);
    const test: MonitorTest = (body) => () => withHalves(options, body);
    const both: TwoMonitorsTest = (body) => () =>
      withHalves(options, (one) => withHalves(options, (other) => body(one, other)));
    shapeTests(own, test);
    tellingTests(own, test);
    watchingTests(own, test, both);
    endingTests(own, test);
    jobTests(own, programs);
    cuttingTests(own, options, test, programs);
  });
}

async function withHalves(
  options: MonitorSuiteOptions,
  body: (halves: Halves) => Promise<void>,
): Promise<void> {
  const halves = await Halves.open(options);
  try {
    await body(halves);
  } finally {
    await halves.close();
  }
}
