import type { StoragePlugin } from '@lithops/core/spec';
import { leavingOut } from '../left-out.js';
import type { SuiteOptions } from '../options.js';
import type { TestRunner } from '../test-runner.js';
import { bucketTests } from './buckets.js';
import { deletingTests } from './deleting.js';
import { headTests, versionTests } from './heads.js';
import { keyTests } from './keys.js';
import { listingTests } from './listing.js';
import { missingTests } from './missing.js';
import { objectTests } from './objects.js';
import { pageTests } from './pages.js';
import { pluginTests } from './plugin.js';
import { contentionTests, firstWriterTests } from './races.js';
import { rangeTests } from './ranges.js';
import { readStreamTests, writeStreamTests } from './streams.js';
import { SuiteStore } from './suite-store.js';
import { upkeepTests } from './upkeep.js';
import { workerTests } from './workers.js';

/** What a suite of a storage is told. */
export interface StorageSuiteOptions extends SuiteOptions<StoragePlugin> {
  /**
   * Name of a bucket that the suite may create, fill and empty; a second one with `-other` behind it as well. Buckets are left
   * when the suite has ended: there is no way to delete one. @default a new name each time, `lithops-suite-…`
   */
  readonly bucket?: string | undefined;
  /**
   * `paths`: keys that begin with "/" or have "\\" are refused, because objects are files. `any`: they are keys as others are.
   * @default 'any'
   */
  readonly keys?: 'paths' | 'any' | undefined;
}

const groups = [
  pluginTests,
  objectTests,
  writeStreamTests,
  readStreamTests,
  rangeTests,
  headTests,
  versionTests,
  missingTests,
  bucketTests,
  keyTests,
  deletingTests,
  listingTests,
  pageTests,
  firstWriterTests,
  contentionTests,
  upkeepTests,
  workerTests,
];

/**
 * What every storage must do, as tests of the caller's own runner. Large objects are written and thousands of small ones: give
 * tests a minute.
 *
 * @example
 * import { storageSuite } from '@lithops/conformance';
 * import { memoryStorage } from '@lithops/core/testing';
 * import { after as afterAll, before as beforeAll, describe, it } from 'node:test';
 *
 * storageSuite({ describe, it, beforeAll, afterAll }, { create: () => memoryStorage(), keys: 'paths' });
 */
export function storageSuite(runner: TestRunner, options: StorageSuiteOptions): void {
  runner.describe('a storage', () => {
    const store = new SuiteStore(options);
    runner.beforeAll(() => store.open());
    runner.afterAll(() => store.close());
    const own = leavingOut(runner, options.onLeftOut);
    for (const group of groups) group(own, store);
  });
}
