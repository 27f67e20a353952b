import type { StorageBackend } from '@lithops/core/spec';
import type { TestRunner } from '../test-runner.js';
import { listingTests, pageTests } from './listing.js';
import { bucketTests, keyTests, missingTests } from './names.js';
import { objectTests, rangeTests, streamTests } from './objects.js';
import { contentionTests, firstWriterTests } from './races.js';
import { SuiteStore } from './store.js';

/** What a storage suite runs on. */
export interface StorageSuiteOptions {
  /** The store under test. It is for tests alone. */
  create(): StorageBackend | Promise<StorageBackend>;
  /** A bucket that the suite may create, fill and empty. */
  readonly bucket: string;
  /**
   * `paths`: keys that begin with "/" or have "\\" are refused, because objects are files. `any`: they are keys as others are.
   */
  readonly keys: 'paths' | 'any';
}

const groups = [
  objectTests,
  streamTests,
  rangeTests,
  missingTests,
  bucketTests,
  keyTests,
  listingTests,
  pageTests,
  firstWriterTests,
  contentionTests,
];

/** What every `StorageBackend` must do, as tests of the caller's own runner. */
export function storageSuite(runner: TestRunner, options: StorageSuiteOptions): void {
  const store = new SuiteStore(options);
  runner.beforeAll(async () => store.open(await options.create()));
  runner.afterAll(() => store.close());
  for (const group of groups) group(runner, store);
}
