import type { ExecutorOptions, FunctionExecutor } from '@lithops/core';
import type { TestRunner } from '../test-runner.js';
import { attemptTests, deathTests } from './attempts.js';
import { cancelTests, orderTests } from './order.js';
import { resultTests, sizeTests } from './results.js';
import { SuitePrograms } from './suite-programs.js';

export { keysLeft } from './keys-left.js';

/** What a monitor suite runs on. */
export interface MonitorSuiteOptions {
  /**
   * An executor with workers in other processes, at least two, whose outcomes come by the monitor. Its files are theirs. The
   * suite closes it.
   */
  open(options: ExecutorOptions): FunctionExecutor | Promise<FunctionExecutor>;
  /** What an executor that was closed has left in its store. */
  left(closed: FunctionExecutor): Promise<readonly string[]>;
}

const groups = [resultTests, sizeTests, orderTests, cancelTests, attemptTests, deathTests];

/** What every monitor must do for the jobs that it watches, as tests of the caller's own runner. */
export function monitorSuite(runner: TestRunner, options: MonitorSuiteOptions): void {
  const programs = new SuitePrograms(options);
  runner.afterAll(() => programs.removeFiles());
  for (const group of groups) group(runner, programs);
}
