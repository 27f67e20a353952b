import { leavingOut } from '../left-out.js';
import type { TestRunner } from '../test-runner.js';
import { closing } from './closing.js';
import { declared } from './declared.js';
import { deploying } from './deploying.js';
import { logs } from './logs.js';
import { losing } from './losing.js';
import type { ComputeBackendSuiteOptions } from './options.js';
import { type PromiseGroup, registerGroup } from './promised.js';
import { queueing } from './queueing.js';
import { replies } from './replies.js';
import { results } from './results.js';
import { runtimes } from './runtimes.js';
import { shape } from './shape.js';
import { sizes } from './sizes.js';
import { slots } from './slots.js';
import { stopping } from './stopping.js';
import { SuitePlatform } from './suite-platform.js';
import { wholeJobs } from './whole-jobs.js';

export type { ComputeBackendSuiteOptions } from './options.js';

/** All that a compute backend promises, in the order in which it is tested. */
export const groups: readonly PromiseGroup[] = [
  shape,
  declared,
  deploying,
  results,
  replies,
  sizes,
  losing,
  slots,
  stopping,
  queueing,
  wholeJobs,
  logs,
  closing,
  runtimes,
];

/**
 * What every compute backend promises, as tests of the caller's own runner, which run jobs on it. Tests of what a backend
 * does not declare are left out, and say why. It is for an account of its own: what the user has deployed there gets deleted.
 *
 * @example
 * import { computeBackendSuite } from '@lithops/conformance';
 * import { localhost } from '@lithops/core/testing';
 * import { after as afterAll, before as beforeAll, describe, it } from 'node:test';
 *
 * computeBackendSuite({ describe, it, beforeAll, afterAll }, { create: () => localhost });
 */
export function computeBackendSuite(runner: TestRunner, options: ComputeBackendSuiteOptions): void {
  registerGroups(runner, options, groups);
}

/** The same of some groups only. */
export function registerGroups(
  runner: TestRunner,
  options: ComputeBackendSuiteOptions,
  groups: readonly PromiseGroup[],
): void {
  runner.describe('a compute backend', () => {
    const platform = new SuitePlatform(options);
    runner.afterAll(() => platform.close());
    const own = leavingOut(runner, options.onLeftOut);
    for (const group of groups) registerGroup(own, platform, group);
  });
}
