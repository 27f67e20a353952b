import type { TestRunner } from '../test-runner.js';
import { attemptTests, deathTests } from './attempts.js';
import { cancelTests, orderTests } from './order.js';
import { resultTests, sizeTests } from './results.js';
import type { SuitePrograms } from './suite-programs.js';

const groups = [resultTests, sizeTests, orderTests, cancelTests, attemptTests, deathTests];

/** What jobs come to whose outcomes come by a monitor. */
export function jobTests(runner: TestRunner, programs: SuitePrograms): void {
  for (const group of groups) group(runner, programs);
}
